/**
 * `deno task workshop`: runs the notebooks headless, in order, and keeps what they made under `results/`.
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SystemClock } from "../core/clock.ts";
import { INTERRUPTED, runCommand } from "./command.ts";
import { requireAzure } from "./notebooks/azure_ready.ts";
import { type Occasion, writeCertificate } from "./notebooks/claims_file.ts";
import { comparisonTable } from "./notebooks/comparison.ts";
import { executeNotebook, type NotebookOutcome } from "./notebooks/execute.ts";
import { inOrder } from "./notebooks/in_order.ts";
import { ensureJupyter, SetupError } from "./notebooks/jupyter.ts";
import { notebookName } from "./notebooks/notebook_cells.ts";
import { replaceNotebook } from "./notebooks/replace_notebook.ts";
import { ProgressLine } from "./progress_line.ts";
import { writeReport } from "./notebooks/report.ts";
import { endingSignal } from "./signals.ts";
import { readWorkshopOptions, selectNotebooks, USAGE } from "./notebooks/workshop_options.ts";

const ROOT = new URL("../../", import.meta.url);

/** The folder for results, made if need be. @throws SetupError when it cannot be written. */
async function resultsFolder(root: URL, path: string): Promise<URL> {
  const folder = pathToFileURL(`${resolve(fileURLToPath(root), path)}/`);
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

/** Writes report and certificate of what ran so far. @throws SetupError when it cannot be written. */
async function report(
  results: URL,
  outcomes: readonly NotebookOutcome[],
  start: number,
  target: Occasion["target"],
): Promise<string | null> {
  try {
    const table = await comparisonTable(results, start);
    await writeReport(results, outcomes, table);
    await writeCertificate(results, outcomes, { target, now: new SystemClock().now() });
    return table;
  } catch (error) {
    throw new SetupError(
      `the report cannot be written to ${fileURLToPath(results)}: ${(error as Error).message}\n` +
        "Free space or permissions there, or choose another folder with --results.",
    );
  }
}

/** Where and how the workshop runs. */
export interface WorkshopPlace {
  /** The project: its `notebooks/` run, on the Jupyter of its `.venv` or else the machine's. */
  readonly root: URL;
  readonly log: (line: string) => void;
  /** Ends the run; what was made so far is kept. */
  readonly signal: AbortSignal;
  /** Asked before notebooks run on Azure; default: {@link requireAzure}. */
  readonly requireAzure?: (notebooks: URL) => Promise<void>;
}

/**
 * Runs what the arguments ask for.
 * @returns the process's exit code: 0 when every cell ran and every claim held
 * @throws SetupError, UserError for what the user can mend
 */
export async function workshop(
  args: readonly string[],
  { root, log, signal, requireAzure: require = requireAzure }: WorkshopPlace,
): Promise<number> {
  const options = readWorkshopOptions(args);
  if (options.help) {
    log(USAGE);
    return 0;
  }
  const folder = new URL("notebooks/", root);
  const notebooks = await selectNotebooks(folder, options);
  if (options.target === "azure") await require(folder);
  const results = await resultsFolder(root, options.results);
  const count = `${notebooks.length} ${notebooks.length === 1 ? "notebook" : "notebooks"}`;
  log(`running ${count} on ${options.target === "azure" ? "Azure" : "the embedded APIM"} ...`);
  const jupyter = await ensureJupyter(root, log, { signal });
  const env = {
    ...jupyter.env,
    WORKSHOP_TARGET: options.target,
    WORKSHOP_RESULTS: fileURLToPath(results),
    WORKSHOP_PACE: "instant",
  };
  const start = new SystemClock().now();
  const outcomes: NotebookOutcome[] = [];
  const name = (notebook: URL) => notebookName(notebook, folder);
  const width = Math.max(...notebooks.map((notebook) => name(notebook).length));
  let table: string | null = null;
  const progress = new ProgressLine();
  const cells = new Map<string, string>();
  const runs = inOrder(notebooks, options.jobs, signal, (notebook) =>
    executeNotebook(notebook, {
      name: name(notebook),
      python: jupyter.python,
      env,
      results,
      cellTimeoutSeconds: options.timeoutSeconds,
      signal,
      onCell: (cell, of) => {
        cells.set(name(notebook), `${name(notebook)}: cell ${cell} of ${of}`);
        progress.say([...cells.values()].join(", "));
      },
    }));
  for await (const [notebook, outcome] of runs) {
    outcomes.push(outcome);
    cells.delete(outcome.name);
    progress.clear();
    if (options.write && outcome.error === null) {
      await replaceNotebook(notebook, new URL(`${outcome.name}.ipynb`, results));
    }
    const seconds = (outcome.durationMs / 1000).toFixed(1).padStart(6);
    log(
      `${outcome.error === null ? "ok    " : "FAILED"} ${outcome.name.padEnd(width)}${seconds} s`,
    );
    if (outcome.error !== null) {
      log(`  cell ${outcome.cell}: ${outcome.error.replaceAll("\n", "\n    ")}`);
    }
    table = await report(results, outcomes, start, options.target);
  }
  if (table) log(`\n${table}`);
  const failed = outcomes.filter((outcome) => outcome.error !== null).length;
  log(`\nexecuted notebooks, report.html, certificate.md and results: ${fileURLToPath(results)}`);
  log(`${outcomes.length - failed} passed, ${failed} failed`);
  if (signal.aborted) {
    log("interrupted: what was measured is in records/ there, request by request");
    return INTERRUPTED;
  }
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) {
  const log = (line: string) => console.log(line);
  const signal = endingSignal();
  await runCommand("workshop", (args) => workshop(args, { root: ROOT, log, signal }), { signal });
}
