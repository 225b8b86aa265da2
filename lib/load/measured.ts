/**
 * A load test's figures, gathered from all its workers' files.
 * @module
 */
import { ServedOverTime, Tally } from "../analysis/mod.ts";
import { readRecords, recordFiles } from "./records.ts";
import { LoadRecordsError } from "./load_record.ts";
import type { LoadPlan } from "./plan.ts";

/** What a load test came to. */
export interface MeasuredLoad {
  readonly plan: LoadPlan;
  readonly files: number;
  readonly tally: Tally;
  readonly served: ServedOverTime;
  /** Requests of the plan that no file tells of: a worker was lost, or the test was stopped. */
  readonly missing: number;
  /** What most replies named as their strategy; null: none did. */
  readonly strategy: string | null;
  /** Times that callers sent a request again; null when no file tells. */
  readonly clientRetries: number | null;
  /** Average tokens of the answered requests; null when no reply told. */
  readonly tokens: { readonly input: number; readonly output: number } | null;
  /** How late requests were sent at the most: a sender that cannot keep up is not the service's latency. */
  readonly latestMs: number;
}

/**
 * Reads a project's folder after its test, a record at a time.
 * @throws LoadRecordsError naming file and line
 */
export async function measuredLoad(folder: string, signal?: AbortSignal): Promise<MeasuredLoad> {
  const plan = await readPlan(folder);
  const files = await recordFiles(folder);
  const tally = new Tally();
  const served = new ServedOverTime(plan.durationMs);
  const seen = new Uint8Array(plan.requests);
  const strategies = new Map<string, number>();
  let read = 0;
  let told = 0;
  let clientRetries: number | null = null;
  let latestMs = 0;
  for (const file of files) {
    const planned = file.endsWith(".jsonl"); // results of Azure Load Testing know no places in the plan
    for await (const record of readRecords(file)) {
      const place = planned ? record.index : read;
      if (place >= plan.requests || (planned && seen[place] === 1)) {
        throw new LoadRecordsError(
          `${file}: request ${place} ${
            place >= plan.requests ? "is not in the plan" : "stands in the records twice"
          }: these are records of more than one test; leave only those of one in ${folder}/records`,
        );
      }
      seen[place] = 1;
      tally.add(record);
      served.add(record);
      read++;
      signal?.throwIfAborted();
      if (record.tokensIn !== null) told++;
      if (record.strategy !== null) {
        strategies.set(record.strategy, (strategies.get(record.strategy) ?? 0) + 1);
      }
      if (record.clientRetries !== null) {
        clientRetries = (clientRetries ?? 0) + record.clientRetries;
      }
      latestMs = Math.max(latestMs, record.startMs - record.intendedStartMs);
    }
  }
  const { tokensIn, tokensOut } = tally.summary("");
  return {
    plan,
    files: files.length,
    tally,
    served,
    missing: plan.requests - read,
    strategy: [...strategies].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null,
    clientRetries,
    tokens: told === 0 ? null : { input: tokensIn / told, output: tokensOut / told },
    latestMs,
  };
}

async function readPlan(folder: string): Promise<LoadPlan> {
  const path = `${folder}/plan.json`;
  try {
    const plan: LoadPlan = JSON.parse(await Deno.readTextFile(path));
    if (Number.isSafeInteger(plan.requests) && plan.requests > 0) return plan;
    throw new RangeError("requests must be a whole number above 0");
  } catch (error) {
    throw new LoadRecordsError(
      `${path} cannot be read: ${
        (error as Error).message
      }. Give a folder that \`deno task load export\` wrote.`,
    );
  }
}
