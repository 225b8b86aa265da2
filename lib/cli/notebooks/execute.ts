/**
 * One notebook, executed headless on the Deno kernel.
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { SystemClock } from "../../core/clock.ts";

export interface ExecuteOptions {
  /** What the outputs are called. */
  readonly name: string;
  /** A Python that has nbclient and nbconvert. */
  readonly python: string;
  /** Added to the environment of the kernel. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets `NAME.ipynb` and `NAME.html`. */
  readonly results: URL;
  readonly cellTimeoutSeconds: number;
  /** Told before each code cell: its number among all, from 1. */
  readonly onCell?: (cell: number, of: number) => void;
  /** Ends the run; what the notebook has made so far is kept. */
  readonly signal?: AbortSignal;
}

/** How one notebook went. */
export interface NotebookOutcome {
  /** Name of its files in the results folder, without extension. */
  readonly name: string;
  readonly durationMs: number;
  /** null when every cell ran and every assertion held. */
  readonly error: string | null;
  /** Number of the cell (from 1) that failed, or of the last one that ran. */
  readonly cell: number;
}

/** Lines that execute_notebook.py prints. */
type Line = { cell: number; of: number } | { ok: true } | {
  ok: false;
  cell: number;
  error: string;
};

const CUT_SHORT = "the run ended before the notebook did";

/** Runs the notebook top to bottom on a fresh kernel; what it has made so far is on disk after every cell. */
export async function executeNotebook(
  notebook: URL,
  options: ExecuteOptions,
): Promise<NotebookOutcome> {
  const { name } = options;
  const clock = new SystemClock();
  const start = clock.now();
  const child = new Deno.Command(options.python, {
    args: [
      fileURLToPath(new URL("execute_notebook.py", import.meta.url)),
      fileURLToPath(notebook),
      fileURLToPath(new URL(`${name}.ipynb`, options.results)),
      fileURLToPath(new URL(`${name}.html`, options.results)),
      String(options.cellTimeoutSeconds),
      fileURLToPath(new URL(".", notebook)),
    ],
    env: { ...options.env },
    stdin: "piped", // stays open: its end tells the child that this process is gone
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const interrupt = () => child.kill("SIGINT");
  options.signal?.addEventListener("abort", interrupt);
  const stderr = new Response(child.stderr).text();
  let cell = 0;
  let error: string | null = CUT_SHORT;
  for await (const text of createInterface({ input: Readable.from(child.stdout) })) {
    const line: Line = JSON.parse(text);
    if ("cell" in line) cell = line.cell;
    if ("of" in line) options.onCell?.(line.cell, line.of);
    if ("ok" in line) error = line.ok ? null : line.error;
  }
  await child.status;
  await child.stdin.close().catch(() => {}); // broken by now
  options.signal?.removeEventListener("abort", interrupt);
  if (error === CUT_SHORT) error += `: ${(await stderr).trim().split("\n").at(-1) ?? ""}`;
  return { name, durationMs: clock.now() - start, error, cell };
}
