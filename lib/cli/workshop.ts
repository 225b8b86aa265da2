/**
 * `deno task workshop`: runs the notebooks headless, in order, and keeps what they made under `results/`.
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureJupyter, type Jupyter, SetupError } from "./jupyter.ts";
import { listNotebooks, notebookName } from "./notebook_cells.ts";
import { SystemClock } from "../core/clock.ts";
import { comparisonTable } from "./comparison.ts";
import { executeNotebook, type NotebookOutcome } from "./execute.ts";
import { writeReport } from "./report.ts";

const ROOT = new URL("../../", import.meta.url);
const NOTEBOOKS = new URL("notebooks/", ROOT);
/** What shells give for a process that a signal ended: 128 + SIGINT. */
const INTERRUPTED = 130;
const USAGE = `usage: deno task workshop [options]
  --only 03            run the notebooks whose name starts with this (repeatable)
  --target azure       use the Azure resources of .env instead of the embedded APIM
  --solutions          run the solutions of the exercises, too
  --write              put the executed notebooks, outputs and all, in the place of those in notebooks/
  --results FOLDER     where results go; default results/
  --timeout SECONDS    limit for one cell; default 300`;

/** What the command line asks for. @throws SetupError on an unknown option or value. */
function readOptions() {
  try {
    const { values } = parseArgs({
      args: Deno.args,
      options: {
        only: { type: "string", multiple: true },
        target: { type: "string", default: "embedded" },
        results: { type: "string", default: "results" },
        timeout: { type: "string", default: "300" },
        solutions: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
    if (!["embedded", "azure"].includes(values.target)) {
      throw new SetupError(`--target must be embedded or azure: it is ${values.target}\n${USAGE}`);
    }
    if (!(Number(values.timeout) > 0)) {
      throw new SetupError(
        `--timeout must be a positive number of seconds: it is ${values.timeout}\n${USAGE}`,
      );
    }
    return values;
  } catch (error) {
    if (error instanceof TypeError) throw new SetupError(`${error.message}\n${USAGE}`);
    throw error;
  }
}

/** The notebooks to run. @throws SetupError when the filter leaves none. */
async function selectNotebooks(
  only: readonly string[] | undefined,
  solutions: boolean,
): Promise<URL[]> {
  const all = await listNotebooks(NOTEBOOKS);
  if (solutions) all.push(...await listNotebooks(new URL("solutions/", NOTEBOOKS)));
  if (!only) return all;
  const name = (url: URL) => url.href.slice(NOTEBOOKS.href.length);
  const selected = all.filter((url) => only.some((prefix) => name(url).startsWith(prefix)));
  if (selected.length === 0) {
    throw new SetupError(
      `--only ${only.join(", ")} matches no notebook: there are ${all.map(name).join(", ")}`,
    );
  }
  return selected;
}

/** The folder for results, made if need be. @throws SetupError when it cannot be written. */
async function resultsFolder(path: string): Promise<URL> {
  const folder = pathToFileURL(`${resolve(fileURLToPath(ROOT), path)}/`);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const probe = new URL(".writable", folder);
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
    return folder;
  } catch (error) {
    throw new SetupError(
      `results cannot be written to ${fileURLToPath(folder)}: ${(error as Error).message}\n` +
        "Free space or permissions there, or choose another folder with --results.",
    );
  }
}

/** Aborted by the first Ctrl+C or SIGTERM; the second one ends the process at once. */
function interrupts(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      if (controller.signal.aborted) Deno.exit(INTERRUPTED);
      controller.abort();
    });
  }
  return controller.signal;
}

/** Writes the report of what ran so far. @throws SetupError when it cannot be written. */
async function report(
  results: URL,
  outcomes: readonly NotebookOutcome[],
  start: number,
): Promise<string | null> {
  try {
    const table = await comparisonTable(results, start);
    await writeReport(results, outcomes, table);
    return table;
  } catch (error) {
    throw new SetupError(
      `the report cannot be written to ${fileURLToPath(results)}: ${(error as Error).message}\n` +
        "Free space or permissions there, or choose another folder with --results.",
    );
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const notebooks = await selectNotebooks(options.only, options.solutions);
  const results = await resultsFolder(options.results);
  const jupyter: Jupyter = await ensureJupyter(ROOT, (line) => console.log(line));
  const env = {
    ...jupyter.env,
    WORKSHOP_TARGET: options.target,
    WORKSHOP_RESULTS: fileURLToPath(results),
  };
  const signal = interrupts();
  const start = new SystemClock().now();
  const outcomes: NotebookOutcome[] = [];
  const width = Math.max(...notebooks.map((url) => notebookName(url, NOTEBOOKS).length));
  let table: string | null = null;
  for (const notebook of notebooks) {
    const outcome = await executeNotebook(notebook, {
      name: notebookName(notebook, NOTEBOOKS),
      python: jupyter.python,
      env,
      results,
      cellTimeoutSeconds: Number(options.timeout),
      signal,
    });
    outcomes.push(outcome);
    if (options.write && outcome.error === null) {
      await Deno.copyFile(new URL(`${outcome.name}.ipynb`, results), notebook);
    }
    const seconds = (outcome.durationMs / 1000).toFixed(1).padStart(6);
    console.log(
      `${outcome.error === null ? "ok    " : "FAILED"} ${outcome.name.padEnd(width)}${seconds} s`,
    );
    if (outcome.error !== null) {
      console.log(`  cell ${outcome.cell}: ${outcome.error.replaceAll("\n", "\n    ")}`);
    }
    table = await report(results, outcomes, start);
    if (signal.aborted) break;
  }
  if (table) console.log(`\n${table}`);
  const failed = outcomes.filter((outcome) => outcome.error !== null).length;
  console.log(`\nexecuted notebooks, report.html and results: ${fileURLToPath(results)}`);
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  if (signal.aborted) {
    console.error("interrupted: what was measured is in records/ there, request by request");
    return INTERRUPTED;
  }
  return failed === 0 ? 0 : 1;
}

try {
  Deno.exit(await main());
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
