/**
 * What `deno task workshop` is asked for on the command line.
 * @module
 */
import { readOptions, UsageError } from "../command.ts";
import { listNotebooks } from "./notebook_cells.ts";

export const USAGE = `usage: deno task workshop [options]
  --only 03            run the notebooks whose name starts with this (repeatable)
  --target azure       use the Azure resources of .env instead of the embedded APIM
  --solutions          run the solutions of the exercises, too
  --write              put the executed notebooks, outputs and all, in the place of those in notebooks/
  --results FOLDER     where results go; default results/
  --jobs N             notebooks that run at the same time; default 2, and 1 with --target azure
  --timeout SECONDS    limit for one cell, in whole seconds; default 300, and 1200 with --target azure

example: deno task workshop --only 04 --only 05
exit code: 0 only if every cell ran and every claim held, 1 if not, 2 for wrong usage, 130 when interrupted`;

export interface WorkshopOptions {
  /** Beginnings of notebooks' names; undefined: all of them. */
  readonly only?: readonly string[];
  readonly target: "embedded" | "azure";
  /** As given: relative to the project. */
  readonly results: string;
  readonly timeoutSeconds: number;
  /** Notebooks that run at the same time. On Azure they share one service: 1. */
  readonly jobs: number;
  readonly solutions: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

const OPTIONS = {
  only: { type: "string", multiple: true },
  target: { type: "string", default: "embedded" },
  results: { type: "string", default: "results" },
  jobs: { type: "string" },
  timeout: { type: "string" },
  solutions: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** @throws UsageError, TypeError on an unknown option or value */
export function readWorkshopOptions(args: readonly string[]): WorkshopOptions {
  const parsed = readOptions(args, OPTIONS);
  const { only, target, results, jobs, solutions, write, help } = parsed;
  if (target !== "embedded" && target !== "azure") {
    throw new UsageError(`--target must be embedded or azure: it is ${target}`);
  }
  const timeout = parsed.timeout ?? (target === "azure" ? "1200" : "300");
  if (!/^0*[1-9]\d{0,6}$/.test(timeout)) {
    throw new UsageError(
      `--timeout must be a whole number of seconds, at least 1: it is ${timeout}`,
    );
  }
  if (jobs !== undefined && !/^[1-9]$/.test(jobs)) {
    throw new UsageError(`--jobs must be a whole number from 1 to 9: it is ${jobs}`);
  }
  if (target === "azure" && jobs !== undefined && jobs !== "1") {
    throw new UsageError(`--jobs must be 1 on Azure: the notebooks share one service`);
  }
  return {
    jobs: Number(jobs ?? (target === "azure" ? 1 : 2)),
    only,
    target,
    results,
    timeoutSeconds: Number(timeout),
    solutions,
    write,
    help,
  };
}

/** The notebooks to run, in order. @throws UsageError when the options leave none. */
export async function selectNotebooks(
  folder: URL,
  { only, solutions }: Pick<WorkshopOptions, "only" | "solutions">,
): Promise<URL[]> {
  const all = await listNotebooks(folder);
  if (solutions) all.push(...await listNotebooks(new URL("solutions/", folder)));
  if (!only) return all;
  const name = (url: URL) => decodeURIComponent(url.href.slice(folder.href.length));
  const selected = all.filter((url) => only.some((prefix) => name(url).startsWith(prefix)));
  if (selected.length === 0) {
    throw new UsageError(
      `--only ${only.join(", ")} matches no notebook: there are ${all.map(name).join(", ")}`,
    );
  }
  return selected;
}
