/**
 * `deno task check`: format, lint, types (the notebooks' cells too), import direction.
 * @module
 */
import { fileURLToPath } from "node:url";
import { runCommand, UsageError } from "./command.ts";
import { importViolations } from "./imports.ts";
import { codeOf, listNotebooks, notebookName } from "./notebooks/notebook_cells.ts";
import { endingSignal } from "./signals.ts";

const ROOT = new URL("../../", import.meta.url);
/** Ends what runs. */
const signal = endingSignal();

/** Runs Deno in the project; its output is shown only when it fails. */
async function deno(...args: string[]): Promise<string | null> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
    signal,
  }).output();
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  return success ? null : decoder.decode(stdout) + decoder.decode(stderr);
}

/** Type-checks the cells of every notebook, each notebook as one module beside `deno.json`. */
async function checkCells(): Promise<string | null> {
  const cells = new URL(".cells/", ROOT);
  await Deno.mkdir(cells, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: fileURLToPath(cells) }); // others may be checking, too
  try {
    const files: string[] = [];
    const notebooks = new URL("notebooks/", ROOT);
    const solutions = new URL("solutions/", notebooks);
    for (
      const notebook of [...await listNotebooks(notebooks), ...await listNotebooks(solutions)]
    ) {
      const file = `${folder}/${notebookName(notebook, notebooks)}.ts`;
      await Deno.writeTextFile(file, `export {};\n${await codeOf(notebook)}`);
      files.push(file);
    }
    return files.length === 0 ? null : await deno("check", "--quiet", ...files);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const steps: readonly [name: string, run: () => Promise<string | null>][] = [
  ["format", () => deno("fmt", "--check", "--quiet")],
  ["lint", () => deno("lint", "--quiet")],
  ["types", () => deno("check", "--quiet", "lib", "tests", "bench")],
  ["notebook cells", checkCells],
  ["documentation", () => deno("run", "-A", "lib/cli/docs.ts", "--check")],
  ["import direction", async () => (await importViolations(ROOT)).join("\n") || null],
];

const USAGE = `usage: deno task check
Format, lint, types (the notebooks' cells too), the documentation's tables, the direction of imports.

example: deno task check && deno task test
exit code: 0 when all is well, 1 when something is not, 2 for wrong usage: it takes no options, 130 interrupted`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  if (args.length > 0) throw new UsageError(`check takes no options, and no "${args[0]}"`);
  let failed = 0;
  for (const [name, run] of steps) {
    const problem = await run();
    console.log(`${problem === null ? "ok    " : "FAILED"} ${name}`);
    if (problem !== null) {
      failed++;
      console.log(problem);
    }
  }
  console.log(`${steps.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

await runCommand("check", main, { signal });
