/**
 * What a learner waits for: a cell that imports the library, the lab's opening, its first chart, and the whole workshop,
 * headless. The workshop is held against its floor: as many empty notebooks that import the library and draw one chart,
 * run the same way in the same run.
 *
 * `deno run -A bench/workshop.ts`
 * @module
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { executeNotebook } from "../lib/cli/notebooks/execute.ts";
import { inOrder } from "../lib/cli/notebooks/in_order.ts";
import { ensureJupyter } from "../lib/cli/notebooks/jupyter.ts";
import { listNotebooks, notebookName } from "../lib/cli/notebooks/notebook_cells.ts";
import { ownArguments } from "./support/arguments.ts";
import { median } from "./support/statistics.ts";

const ROUNDS = 5;
const ROOT = new URL("../", import.meta.url);
const NOTEBOOKS = new URL("notebooks/", ROOT);
/** As `deno task workshop` does it. */
const JOBS = 2;

let missed = 0;

/** A measure that should not be above `most`. */
function ceiling(what: string, value: number, most: number, unit: string): void {
  const kept = value <= most;
  if (!kept) missed++;
  console.log(
    `${what.padEnd(52)} ${value.toFixed(2).padStart(8)} ${unit}  goal: at most ${most}${
      kept ? "" : ", MISSED"
    }`,
  );
}

/** What a Deno process says, and the real seconds that it takes to its end. @throws Error when it fails */
async function timed(code: string): Promise<{ seconds: number; said: string }> {
  const start = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${code}: ${decoder.decode(stderr)}`);
  return { seconds: (performance.now() - start) / 1000, said: decoder.decode(stdout) };
}

/** The lab's opening and the first chart after it, in seconds, as the last line of a process says them. */
const OPENING = `
const { distributionChart, openLab } = await import("workshop");
const start = performance.now();
const lab = await openLab("bench");
const opened = performance.now();
await distributionChart({ "backend-a": 3, "backend-b": 2 });
const drawn = performance.now();
await lab.close();
console.log(JSON.stringify([(opened - start) / 1000, (drawn - opened) / 1000]));`;

/** One cell that imports the library and draws a chart. */
const EMPTY = {
  cells: [{
    cell_type: "code",
    execution_count: null,
    id: "chart",
    metadata: {},
    outputs: [],
    source: [
      'import { distributionChart, show } from "workshop";\n',
      'await show(await distributionChart({ "backend-a": 3, "backend-b": 2 }));',
    ],
  }],
  metadata: {
    kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
    language_info: { name: "typescript" },
  },
  nbformat: 4,
  nbformat_minor: 5,
};

/** Real seconds that these notebooks take. @throws Error when one of them fails */
async function execute(notebooks: readonly URL[], folder: URL): Promise<number> {
  const { python, env } = await ensureJupyter(ROOT, console.log);
  const results = await Deno.makeTempDir({ prefix: "workshop-bench-" });
  const start = performance.now();
  try {
    const runs = inOrder(
      notebooks,
      JOBS,
      new AbortController().signal,
      (notebook) =>
        executeNotebook(notebook, {
          name: notebookName(notebook, folder),
          python,
          env: {
            ...env,
            WORKSHOP_TARGET: "embedded",
            WORKSHOP_RESULTS: results,
            WORKSHOP_PACE: "instant",
          },
          results: pathToFileURL(`${results}/`),
          cellTimeoutSeconds: 300,
        }),
    );
    for await (const [, { name, error }] of runs) {
      if (error !== null) throw new Error(`${name}: ${error}`);
    }
    return (performance.now() - start) / 1000;
  } finally {
    await Deno.remove(results, { recursive: true });
  }
}

/** Copies of the empty notebook, inside the project, where "workshop" is known. */
async function withEmptyNotebooks<T>(
  count: number,
  body: (notebooks: URL[], folder: URL) => Promise<T>,
): Promise<T> {
  const cells = new URL(".cells/", ROOT);
  await Deno.mkdir(cells, { recursive: true });
  const path = await Deno.makeTempDir({ dir: fileURLToPath(cells) });
  try {
    const folder = pathToFileURL(`${path}/`);
    for (let i = 0; i < count; i++) {
      await Deno.writeTextFile(new URL(`0${i}-empty.ipynb`, folder), JSON.stringify(EMPTY));
    }
    return await body(await listNotebooks(folder), folder);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

ownArguments({}); // takes none
const empty: number[] = [];
const imports: number[] = [];
const openings: number[] = [];
const charts: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  empty.push((await timed("")).seconds);
  imports.push((await timed('await import("workshop")')).seconds);
  const [opening, chart] = JSON.parse((await timed(OPENING)).said.trim().split("\n").at(-1)!);
  openings.push(opening);
  charts.push(chart);
}
const imported = median(imports);
console.log(`(an import takes ${(imported / median(empty)).toFixed(1)} x an empty process)`);
ceiling("import of the library", imported, 3, "s");
ceiling("openLab", median(openings), 2, "s");
ceiling("first chart", median(charts), 1, "s");
const notebooks = await listNotebooks(NOTEBOOKS);
const floor = await withEmptyNotebooks(notebooks.length, execute);
const whole = await execute(notebooks, NOTEBOOKS);
console.log(`(${notebooks.length} empty notebooks take ${floor.toFixed(1)} s)`);
ceiling(`workshop, ${notebooks.length} notebooks`, whole, 60, "s");
ceiling("workshop against empty notebooks", whole / floor, 2, "x");
Deno.exitCode = missed === 0 ? 0 : 1;
