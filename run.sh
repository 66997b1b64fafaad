#!/usr/bin/env bash
# The developer's guide, runnable. Each command makes .venv as it needs it.
#
#   ./run.sh demo            build the sample issue, offline
#   ./run.sh preview         the same in your browser, following what you edit
#   ./run.sh test [ARGS]     all tests, in parallel; ARGS go to pytest (tests/draft -k title)
#   ./run.sh check           ruff, mypy; what CI calls before the tests
#   ./run.sh bench [NAME]    the measurements of bench/, all or one
#   ./run.sh format          put the code into its form
#   ./run.sh digest ARGS     any command of the program, from the checkout
set -euo pipefail
cd "$(dirname "$0")"

python_of_the_machine() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "run.sh: Python 3.11 or newer is needed and was not found" >&2
  exit 1
}

# Installs into .venv what `$1` (an extra, or nothing) needs, unless that was done for this pyproject.toml.
installed() {
  local stamp=".venv/.installed${1:+-$1}"
  if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    if [ ! -x .venv/bin/python ]; then
      "$(python_of_the_machine)" -m venv .venv || {
        echo "run.sh: no virtual environment could be made; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
      }
    fi
    echo "Installing into .venv ..." >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".${1:+[$1]}"
    touch "$stamp"
  fi
}

case "${1:-help}" in
  demo)    installed;     exec .venv/bin/digest demo out/demo "${@:2}" ;;
  preview) installed;     .venv/bin/digest demo out/demo --quiet
                          exec .venv/bin/digest preview --config out/demo/sources.toml --open "${@:2}" ;;
  digest)  installed;     exec .venv/bin/digest "${@:2}" ;;
  test)    installed dev; exec .venv/bin/python -m pytest -n auto "${@:2}" ;;
  check)   installed dev; .venv/bin/ruff format --check . && .venv/bin/ruff check . && exec .venv/bin/mypy ;;
  format)  installed dev; .venv/bin/ruff format . && exec .venv/bin/ruff check --fix . ;;
  bench)   installed dev
           installed bench
           export PYTHONPATH=.
           for file in ${2:+bench/$2.py}; do exec .venv/bin/python "$file" "${@:3}"; done
           for file in bench/*.py; do echo "== $file"; .venv/bin/python "$file"; done ;;
  *)       sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" ;;
esac
