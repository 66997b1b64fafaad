// Runs a Python script inside a CPython that is compiled to WebAssembly (Pyodide), with folders of this machine.
//   node in_wasm.mjs PYODIDE SCRIPT FOLDER...    PYODIDE is the folder of the npm package; no network is used
import { pathToFileURL } from "node:url";
import { dirname, join } from "node:path";

const [home, script, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(home, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: home + "/" });
const mounted = [dirname(script), ...folders].map((folder, number) => {
  const place = `/host${number}`;
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, place);
  return place;
});
const name = script.slice(dirname(script).length + 1);
python.globals.set("arguments", python.toPy([`${mounted[0]}/${name}`, ...mounted.slice(1)]));
python.runPython(`
import runpy, sys
sys.dont_write_bytecode = True
sys.argv[:] = arguments
try:
    runpy.run_path(arguments[0], run_name="__main__")
except SystemExit as end:
    print("ended", end.code)
`);
