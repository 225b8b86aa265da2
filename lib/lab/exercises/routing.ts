/**
 * Exercises on shares, spillover, breakers and what lies beyond: notebooks 03, 04, 05, 07.
 * @module
 */
import { testShares } from "../../analysis/mod.ts";
import { type RequestRecord, succeeded } from "../../workload/mod.ts";
import { areNumbers, areRecords, type Exercise, isNumber, type Surroundings } from "./exercise.ts";

/** By notebook and number. */
export const ROUTING: Readonly<Record<string, Exercise>> = {
  "03.1": {
    wants: "how many requests it takes to notice a shift of 4% of all traffic, a number",
    fits: isNumber,
    judge: (count: number) => ({
      right: count === testShares({ a: 95, b: 5 }, { a: 95, b: 5 }, { shift: 0.04 }).needed,
      says: "what `testShares` calls `needed`, for 95 to 5 and `shift: 0.04`",
    }),
  },
  "03.2": {
    wants: "the records of the run with a throttled backend, 40 at least",
    embeddedOnly: true,
    fits: areRecords(40),
    judge: (records: RequestRecord[], { backends }: Surroundings) => {
      const by = new Set(records.map(({ backend }) => backend));
      const answered = records.filter(succeeded).length;
      return {
        right: answered === records.length && by.size === backends.length - 1,
        says: `${answered} of ${records.length} answered, by ${[...by].join(", ")}`,
      };
    },
  },
  "03.3": {
    wants: "p, a number from 0 to 1",
    fits: isNumber,
    judge: (p: number) => ({
      right: p >= 0 && p < 0.001,
      says: `p = ${p.toExponential(1)}: a backend with weight and no request at all is no accident`,
    }),
  },
  "04.1": {
    wants: "the share that spilled, from 0 to 1",
    embeddedOnly: true,
    fits: isNumber,
    judge: (share: number) => ({
      right: share >= 0 && share < 0.2,
      says: `${(100 * share).toFixed(1)}%: thirty PTUs carry about what arrives`,
    }),
  },
  "04.2": {
    wants: "the records of the requests that everybody refused: one at least",
    embeddedOnly: true,
    fits: areRecords(1),
    judge: (records: RequestRecord[]) => ({
      right: records.every(({ status, retryAfterMs }) => status === 429 && retryAfterMs !== null),
      says: `status ${records[0].status}, retry after ${
        records[0].retryAfterMs
      } ms: the last refusal, as it came`,
    }),
  },
  "04.3": {
    wants: "the records of ten requests through the repaired policy",
    fits: areRecords(10),
    judge: onlyOnTheFirst,
  },
  "05.1": {
    wants: "the longest wait with timeoutSeconds: 5, in simulated seconds",
    embeddedOnly: true,
    fits: isNumber,
    judge: (seconds: number) => ({
      right: seconds >= 5 && seconds < 20,
      says: `${seconds} s: the timeout of the attempt that hangs, and then an answer`,
    }),
  },
  "05.2": {
    wants: "how many of 100 requests were served elsewhere",
    embeddedOnly: true,
    fits: isNumber,
    judge: (away: number) => ({
      right: away > 20 && away <= 100,
      says:
        `${away} of 100 sent away by less than a third of a second of trouble: tripSeconds says for how long`,
    }),
  },
  "05.3": {
    wants: "the statuses of ten requests, in order",
    embeddedOnly: true,
    fits: areNumbers(10),
    judge: (statuses: number[]) => ({
      right: statuses.join() === [500, 500, 500, ...Array(7).fill(200)].join(),
      says: `${
        statuses.join(" ")
      }: on-error counts to three, if the run starts with closed circuits`,
    }),
  },
  "07.1": {
    wants: "the number of calls",
    fits: isNumber,
    judge: (calls: number) => ({
      right: calls === 10,
      says: "attempts of the client times attempts of the gateway; each is its retries and one",
    }),
  },
  "07.2": {
    wants: "the share that is answered, from 0 to 1",
    fits: isNumber,
    judge: (share: number) => ({
      right: share > 0.65 && share < 0.9,
      says: `${(100 * share).toFixed(1)}%: two quotas of their own against one that two share`,
    }),
  },
  "07.3": {
    wants: "the simulated seconds that the caller waits",
    fits: isNumber,
    judge: (seconds: number) => ({
      right: seconds === 32,
      says:
        "attempts of eight seconds: the last one that starts within the budget still runs to its end",
    }),
  },
};

function onlyOnTheFirst(records: RequestRecord[], { backends }: Surroundings) {
  const [first] = [...backends].sort((a, b) => a.priority - b.priority);
  const there = records.filter((record) => succeeded(record) && record.backend === first.id);
  return {
    right: there.length === records.length,
    says: `${there.length} of ${records.length} answered by ${first.id}`,
  };
}
