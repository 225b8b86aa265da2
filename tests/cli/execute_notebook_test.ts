import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";

const SCRIPT = new URL("../../lib/cli/notebooks/execute_notebook.py", import.meta.url).pathname;
/** Stands in for nbformat, nbclient and nbconvert, so that the script itself runs without Jupyter. */
const STUB = new URL("./jupyter_stub", import.meta.url).pathname;

const cell = (source: string) => ({ cell_type: "code", source, metadata: {}, outputs: [] });
const prose = { cell_type: "markdown", source: "Why.", metadata: {} };

interface Ran {
  readonly code: number;
  readonly lines: readonly Record<string, unknown>[];
  readonly notebook: string;
  readonly html: string;
  readonly files: readonly string[];
}

/** Runs the script on these cells. @param during what happens to it once its first cell is under way. */
async function execute(
  cells: readonly object[],
  { during, into = "" }: { during?: (child: Deno.ChildProcess) => unknown; into?: string } = {},
): Promise<Ran> {
  let ran: Ran | null = null;
  await inFolder(async (folder) => {
    const [input, out] = [`${folder}/in.ipynb`, `${folder}/${into}out`];
    await Deno.writeTextFile(input, JSON.stringify({ cells, metadata: {} }));
    const child = new Deno.Command("python3", {
      args: [SCRIPT, input, `${out}.ipynb`, `${out}.html`, "9", "/working/folder"],
      env: { PYTHONPATH: STUB, PYTHONDONTWRITEBYTECODE: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    let text = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (text === "") await during?.(child);
      text += chunk;
    }
    const { code } = await child.status;
    await child.stdin.close().catch(() => {});
    const read = (path: string) => Deno.readTextFile(path).catch(() => "");
    ran = {
      code,
      lines: text.trim().split("\n").map((line) => JSON.parse(line)),
      notebook: await read(`${out}.ipynb`),
      html: await read(`${out}.html`),
      files: [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
    };
  });
  return ran!;
}

const ignore = !(await new Deno.Command("python3", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false));

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `execute_notebook.py ${name}`, ignore, fn });

test("tells each code cell before it runs, and writes notebook and page", async () => {
  const { code, lines, notebook, html, files } = await execute([
    cell("print one"),
    prose,
    cell("print"),
  ]);
  assert.equal(code, 0);
  assert.deepEqual(lines, [{ cell: 1, of: 3 }, { cell: 3, of: 3 }, { ok: true }]);
  const outputs = JSON.parse(notebook).cells.map((cell: { outputs?: string[] }) => cell.outputs);
  assert.deepEqual(outputs, [["one"], undefined, ["/working/folder"]]);
  assert.equal(html, "<p>3 cells</p>");
  assert.deepEqual(files, ["in.ipynb", "out.html", "out.ipynb"]);
});

test("writes the same bytes at every run: no times of execution", async () => {
  const cells = [cell("print one"), prose];
  const { notebook } = await execute(cells);
  assert.doesNotMatch(notebook, /execution|iopub/);
  assert.equal((await execute(cells)).notebook, notebook);
});

test("stops at the first cell that fails, says how, and keeps what there is", async () => {
  const cases: [source: string, error: string][] = [
    ["fail the claim", "the claim"],
    ["slow", "the cell took more than 9 s"],
    ["die", "the kernel died"],
    ["odd", "odd"],
  ];
  for (const [source, error] of cases) {
    const { code, lines, notebook, html } = await execute([
      cell("print one"),
      cell(source),
      cell("print three"),
    ]);
    assert.equal(code, 1, source);
    assert.deepEqual(lines.at(-1), { ok: false, cell: 2, error });
    assert.match(notebook, /"one"/);
    assert.doesNotMatch(notebook, /\["?three/);
    assert.equal(html, "<p>3 cells</p>");
  }
});

test("ends when it is interrupted, and when its caller is gone", async () => {
  const ways: ((child: Deno.ChildProcess) => unknown)[] = [
    (child) => child.kill("SIGINT"),
    (child) => child.kill("SIGTERM"),
    (child) => child.stdin.close(),
  ];
  for (const during of ways) {
    const { code, lines, html } = await execute([cell("wait")], { during });
    assert.equal(code, 1, String(during));
    assert.deepEqual(lines.at(-1), { ok: false, cell: 1, error: "interrupted" });
    assert.equal(html, "<p>1 cells</p>");
  }
});

test("says what to do when its results cannot be written", async () => {
  const { code, lines } = await execute([cell("print one")], { into: "missing/" });
  assert.equal(code, 1);
  assert.match(
    String(lines.at(-1)!.error),
    /missing\/out\.ipynb(\.part)? cannot be written: No such file or directory\. Free space/,
  );
});
