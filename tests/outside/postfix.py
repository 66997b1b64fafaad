"""Postfix as Debian ships it, started by a test on ports of 127.0.0.1 with a queue of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_DAEMONS = Path("/usr/lib/postfix/sbin")
_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.lists.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
virtual_mailbox_domains = lists.example, readers.example
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = static:all/
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
relay_domains = bounces.example
relay_recipient_maps =
transport_maps = inline:{{ bounces.example=smtp:[127.0.0.1]:{beyond} }}
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
smtp_host_lookup = native
maillog_file = {home}/log
maillog_file_prefixes = {home}
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_client_recipient_rate_limit = 0
bounce_queue_lifetime = 5s
in_flow_delay = 0
"""
_MASTER = """
{port}    inet  n       -       n       -       -       smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
virtual   unix  -       n       n       -       -       virtual
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running Postfix.

    Attributes:
        port: where it takes mail: of `readers.example` and `lists.example` into `inbox`; what goes to
            `bounces.example` is handed on to whoever listens beyond.
        inbox: a Maildir with everything that was delivered, also what came back to `lists.example`.
    """

    port: int
    home: Path

    @property
    def inbox(self) -> Path:
        return self.home / "mail" / "all"

    def delivered(self) -> list[bytes]:
        """The mails in the inbox."""
        return [path.read_bytes() for path in sorted((self.inbox / "new").glob("*"))]

    def log(self) -> str:
        """What it says of itself."""
        return (self.home / "log").read_text(encoding="utf-8", errors="replace")


def missing() -> str:
    """Why it cannot be run here; "" where it can."""
    if not (_DAEMONS / "master").exists() or not shutil.which("postfix"):
        return "Postfix is not installed"
    return "" if os.geteuid() == 0 else "Postfix wants to be started by root"


@contextmanager
def running(beyond: int = 9) -> Iterator[Postfix]:
    """A Postfix with files of its own; `beyond` is the port of the server behind it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)  # Postfix works as a user of its own
        yield from _served(home, beyond)


def _served(home: Path, beyond: int) -> Iterator[Postfix]:
    port, config = _free_port(), home / "etc"
    for name in ("etc", "queue", "data", "mail"):
        (home / name).mkdir()
    for name in ("data", "mail"):
        shutil.chown(home / name, "postfix", "postfix")
    about = (home / "data").stat()
    values = {"home": home, "daemons": _DAEMONS, "beyond": beyond, "uid": about.st_uid, "gid": about.st_gid}
    (config / "main.cf").write_text(_MAIN.format(**values), encoding="ascii")
    (config / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{port}"), encoding="ascii")
    _run(config, "start")
    try:
        _wait(port)
        yield Postfix(port, home)
    finally:
        _run(config, "stop")


def _run(config: Path, command: str) -> None:
    done = subprocess.run(
        ["postfix", "-c", str(config), command], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                assert line.recv(100).startswith(b"220")
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("Postfix does not answer")
