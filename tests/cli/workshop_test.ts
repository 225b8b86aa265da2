import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { SetupError } from "../../lib/cli/notebooks/jupyter.ts";
import { workshop } from "../../lib/cli/workshop.ts";
import { inFolder } from "../folder.ts";
import { writeScript } from "./fake_python.ts";

const SCRIPT = new URL("../../lib/cli/workshop.ts", import.meta.url).pathname;

/**
 * Runs a notebook as execute_notebook.py would: $2 in, $3 out, $4 the page. The notebook's text says how it goes.
 */
const RUNNER = `case "$1" in -c) exit 0 ;; esac
trap 'echo "{\\"ok\\": false, \\"cell\\": 1, \\"error\\": \\"interrupted\\"}"; exit 1' INT
echo '{"cell": 1, "of": 2}'
sed 's/"outputs": \\[\\]/"outputs": ["ran"]/' "$2" > "$3"
echo "<p>page</p>" > "$4"
if grep -q fails "$2"; then echo '{"ok": false, "cell": 2, "error": "claim failed"}'; exit 1; fi
if grep -q dies "$2"; then echo "MemoryError: no room" >&2; exit 1; fi
if grep -q environment "$2"; then echo "$WORKSHOP_TARGET $WORKSHOP_RESULTS" > "$3"; fi
if grep -q waits "$2"; then while :; do sleep 0.05; done; fi
echo '{"ok": true}'`;

interface Project {
  readonly folder: string;
  readonly read: (path: string) => Promise<string>;
  readonly run: (
    args: readonly string[],
    signal?: AbortSignal,
  ) => Promise<{ code: number; said: string }>;
}

/** A project with these notebooks, and a Jupyter that plays them. */
function inProject(
  notebooks: Readonly<Record<string, string>>,
  test: (project: Project) => Promise<void>,
): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      await writeScript(`${folder}/.venv/bin/python`, RUNNER);
      await Deno.mkdir(`${folder}/notebooks`);
      for (const [name, source] of Object.entries(notebooks)) {
        const text = `{"cells": [{"source": ["${source}"], "metadata": {}, "outputs": []}]}`;
        await Deno.writeTextFile(`${folder}/notebooks/${name}.ipynb`, text);
      }
      await test({
        folder,
        read: (path) => Deno.readTextFile(`${folder}/${path}`),
        async run(args, signal = new AbortController().signal) {
          const lines: string[] = [];
          const code = await workshop(args, {
            root: pathToFileURL(`${folder}/`),
            log: (line) => lines.push(line),
            signal,
            requireAzure: () => Promise.resolve(),
          });
          return { code, said: lines.join("\n") };
        },
      });
    });
}

Deno.test(
  "workshop runs the notebooks in order and leaves them, executed, with a report in results/",
  inProject({ "01-b": "fine", "00-a": "fine" }, async ({ run, read }) => {
    const { code, said } = await run([]);
    assert.equal(code, 0);
    assert.match(
      said,
      /^running 2 notebooks on the embedded APIM \.\.\.\nok {5}00-a +\d+\.\d s\nok {5}01-b .*\n2 passed, 0 failed$/s,
    );
    assert.match(await read("results/00-a.ipynb"), /"outputs": \["ran"\]/);
    assert.match(await read("results/report.html"), /2 of 2 notebooks passed/);
    assert.match(await read("results/certificate.md"), /## 00-a\n.*## 01-b/s);
    assert.match(await read("notebooks/00-a.ipynb"), /"outputs": \[\]/);
  }),
);

Deno.test(
  "workshop --write puts an executed notebook in the place of its source, and none that failed",
  inProject({ "00-a": "fine", "01-b": "fails", "02-c": "dies" }, async ({ run, read }) => {
    const { code, said } = await run(["--write"]);
    assert.equal(code, 1);
    assert.equal(await read("notebooks/00-a.ipynb"), await read("results/00-a.ipynb"));
    assert.match(await read("notebooks/00-a.ipynb"), /"ran"/);
    for (const name of ["01-b", "02-c"]) {
      assert.match(await read(`notebooks/${name}.ipynb`), /"outputs": \[\]/, name);
    }
    assert.match(said, /FAILED 01-b.*\n {2}cell 2: claim failed\n/);
    assert.match(
      said,
      /\n {2}cell 1: the run ended before the notebook did: MemoryError: no room\n/,
    );
    assert.match(said, /1 passed, 2 failed$/);
  }),
);

Deno.test(
  "workshop hands target and results folder on to the kernel",
  inProject({ "00-a": "environment" }, async ({ run, read, folder }) => {
    await run(["--target", "azure", "--results", "out/here"]);
    assert.equal(await read("out/here/00-a.ipynb"), `azure ${folder}/out/here/\n`);
  }),
);

Deno.test(
  "workshop ends with the notebooks that an interrupt ends",
  inProject({ "00-a": "waits", "01-b": "waits", "02-c": "fine" }, async ({ run, folder }) => {
    const controller = new AbortController();
    const running = run([], controller.signal);
    const started = (name: string) =>
      Deno.stat(`${folder}/results/${name}.html`).then(() => true, () => false);
    while (!await started("00-a") || !await started("01-b"));
    controller.abort();
    const { code, said } = await running;
    assert.equal(code, 130);
    assert.match(said, /FAILED 00-a.*\n {2}cell 1: interrupted\n/);
    assert.doesNotMatch(said, /02-c/);
    assert.match(said, /interrupted: what was measured is in records\//);
  }),
);

Deno.test(
  "workshop says what to do when its results cannot be written",
  inProject({ "00-a": "fine" }, async ({ run, folder }) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    await assert.rejects(run(["--results", "file"]), (error) => {
      assert.ok(error instanceof SetupError);
      assert.match(
        error.message,
        /^results cannot be written to .*\n.*another folder with --results\.$/,
      );
      return true;
    });
  }),
);

Deno.test("workshop's mistakes are said without a stack, its help on stdout", async () => {
  const command = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", SCRIPT, ...args],
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  const wrong = await command("--only", "77");
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  assert.match(
    wrong.stderr,
    /^workshop: --only 77 matches no notebook: there are 00-setup\.ipynb, .*\ndeno task workshop --help says what there is\.\n$/,
  );
  const help = await command("--help");
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  assert.match(help.stdout, /^usage: deno task workshop.*--only 03/s);
});

Deno.test("on Azure without a configuration the workshop says what to do before it sets anything up", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/notebooks`);
    await Deno.writeTextFile(`${folder}/notebooks/00-a.ipynb`, `{"cells": []}`);
    const lines: string[] = [];
    const run = workshop(["--target", "azure"], {
      root: pathToFileURL(`${folder}/`),
      log: (line) => lines.push(line),
      signal: new AbortController().signal,
    });
    await assert.rejects(run, /AZURE_SUBSCRIPTION_ID is not set.*deno task azure up/s);
    assert.deepEqual(lines, []);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["notebooks"]);
  }));
