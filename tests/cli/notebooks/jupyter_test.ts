import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { ensureJupyter, SetupError } from "../../../lib/cli/notebooks/jupyter.ts";
import { inFolder } from "../../folder.ts";
import { writeScript } from "../fake_python.ts";

/** What `ensureJupyter` says in a fresh project on a machine with these Pythons. */
async function setUp(folder: string, pythons: readonly string[]) {
  const log: string[] = [];
  const outcome = await ensureJupyter(
    pathToFileURL(`${folder}/project/`),
    (line) => log.push(line),
    { pythons },
  ).catch((error) => error);
  return { log, outcome };
}

/** Has no Jupyter; makes an environment whose own Python is `venv`. */
const WITHOUT_JUPYTER = (venv: string) =>
  `case "$1 $2" in
  "--version ") echo Python 3.12 ;;
  "-m venv") mkdir -p "$3/bin" && printf '%s\\n' '#!/bin/sh' '${venv}' > "$3/bin/python" &&
    chmod +x "$3/bin/python" ;;
  *) exit 1 ;;
esac`;

Deno.test("ensureJupyter takes the machine's Python where that has Jupyter, and registers this Deno", () =>
  inFolder(async (folder) => {
    const bare = await writeScript(`${folder}/bare`, "exit 1");
    const complete = await writeScript(`${folder}/complete`, "exit 0");
    const { log, outcome } = await setUp(folder, [`${folder}/none`, bare, complete]);
    assert.equal(outcome.python, complete);
    assert.deepEqual(log, []);
    const data = `${folder}/project/.venv/share/jupyter/`;
    assert.equal(outcome.env.JUPYTER_PATH.split(":")[0], data);
    const kernel = JSON.parse(await Deno.readTextFile(`${data}kernels/deno/kernel.json`));
    assert.deepEqual(kernel.argv, [
      Deno.execPath(),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ]);
    assert.equal(kernel.display_name, "Deno");
  }));

Deno.test("ensureJupyter prefers the project's own .venv", () =>
  inFolder(async (folder) => {
    const complete = await writeScript(`${folder}/complete`, "exit 0");
    const own = await writeScript(`${folder}/project/.venv/bin/python`, "exit 0");
    assert.equal((await setUp(folder, [complete])).outcome.python, own);
  }));

Deno.test("ensureJupyter installs into .venv where no Python has Jupyter", () =>
  inFolder(async (folder) => {
    const install = 'case "$*" in *install*) echo "$@" > "$0.installed" ;; *) exit 1 ;; esac';
    const python = await writeScript(`${folder}/python`, WITHOUT_JUPYTER(install));
    const { log, outcome } = await setUp(folder, [python]);
    const own = `${folder}/project/.venv/bin/python`;
    assert.equal(outcome.python, own);
    assert.match(log.join("\n"), /^setting up Jupyter in \.venv/);
    assert.match(
      await Deno.readTextFile(`${own}.installed`),
      /jupyterlab==\S+ nbclient==\S+ nbconvert==/,
    );
  }));

Deno.test("ensureJupyter says what to install where something is missing", () =>
  inFolder(async (folder) => {
    const noPip = 'echo "Collecting"; echo "ERROR: no network" >&2; exit 1';
    const cases: [python: string, message: RegExp][] = [
      [`${folder}/none`, /^Python 3 was not found\. Install Python 3\.10 or newer/],
      [
        await writeScript(
          `${folder}/no-venv`,
          'case "$1" in --version) ;; *) echo "No module named venv"; exit 1 ;; esac',
        ),
        /cannot create a virtual environment: No module named venv\n.*apt-get install python3-venv/,
      ],
      [
        await writeScript(`${folder}/no-pip`, WITHOUT_JUPYTER(noPip)),
        /^Jupyter could not be installed from PyPI: ERROR: no network\nCheck the network/,
      ],
    ];
    for (const [python, message] of cases) {
      const { outcome } = await setUp(folder, [python]);
      assert.ok(outcome instanceof SetupError, python);
      assert.match(outcome.message, message);
    }
  }));
