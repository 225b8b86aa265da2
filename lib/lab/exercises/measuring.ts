/**
 * Exercises on setting up, measuring and comparing: notebooks 00, 01, 02, 06.
 * @module
 */
import { compileDocument } from "../../gateway/mod.ts";
import { latencyStatistics } from "../../analysis/mod.ts";
import { type RequestRecord, succeeded } from "../../workload/mod.ts";
import { areNumbers, areRecords, type Exercise, haveFields, isNumber, isText } from "./exercise.ts";
import type { Judgement, Surroundings } from "./exercise.ts";

/** By notebook and number. */
export const MEASURING: Readonly<Record<string, Exercise>> = {
  "00.1": {
    wants: "the text of the reply to a wrong key",
    fits: isText,
    judge: (text: string) =>
      text.includes("missing subscription key")
        ? { right: false, says: "that is the text for no key at all: send one that is wrong" }
        : {
          right: text.includes("invalid subscription key"),
          says: "a reply that tells a wrong key from a missing one, and not whether a key exists",
        },
  },
  "00.2": {
    wants: "the repaired document, as text",
    fits: isText,
    judge: repairedDocument,
  },
  "00.3": {
    wants: "the named values as the SDK lists them",
    fits: haveFields(1, "displayName"),
    judge: (values: { secret?: boolean; value?: string }[]) => {
      const secrets = values.filter(({ secret }) => secret);
      return {
        right: secrets.every(({ value }) => value === undefined || value === null),
        says: `${values.length} named values, ${secrets.length} of them secret, no secret shown`,
      };
    },
  },
  "01.1": {
    wants: "how many times the median of 20 tokens the median of 200 is, a number",
    fits: isNumber,
    judge: (times: number) => ({
      right: times > 1 && times < 10,
      says:
        `${
          times.toFixed(1)
        } times: more than once, as tokens take time, and less than ten times, as not ` +
        "all of it is tokens",
    }),
  },
  "01.2": {
    wants: "[records of one worker, records of three workers], 20 requests each at least",
    fits: (answer) => Array.isArray(answer) && answer.length === 2 && answer.every(areRecords(20)),
    judge: ([alone, together]: RequestRecord[][]) => {
      const one = latencyStatistics(alone.map(({ latencyMs }) => latencyMs))!;
      const three = latencyStatistics(together.map(({ latencyMs }) => latencyMs))!;
      const grown = (name: "p50" | "p95") => `${name} ${(three[name] / one[name]).toFixed(2)}`;
      return {
        right: [...alone, ...together].every(succeeded) && three.p50 < 2 * one.p50,
        says:
          `nobody refused, no median doubled: three workers are far from filling a deployment ` +
          `(${grown("p50")} times, ${grown("p95")} times)`,
      };
    },
  },
  "01.3": {
    wants: "the factor by which the count has to grow for half the interval, a number",
    fits: isNumber,
    judge: (factor: number) => ({
      right: factor >= 3 && factor <= 5,
      says: "an interval's width goes with one over the square root of the count",
    }),
  },
  "02.1": {
    wants: "the records of ten requests",
    fits: areRecords(10),
    judge: (records: RequestRecord[], { backends }: Surroundings) => {
      const plain = (name: string | null) => (name ?? "").toLowerCase().replaceAll(" ", "");
      const agree = records.filter((record) =>
        backends.find(({ id }) => id === record.backend)?.region === plain(record.region)
      );
      return {
        right: agree.length === records.length,
        says: `label and region agree in ${agree.length} of ${records.length} replies`,
      };
    },
  },
  "02.2": {
    wants:
      "[share that left the fastest backend with 2, the same with 20], two numbers from 0 to 1",
    embeddedOnly: true,
    fits: areNumbers(2),
    judge: ([half, little]: number[]) => ({
      right: half > 0.3 && half < 0.7 && little < half,
      says: `${(100 * half).toFixed(0)}% and ${
        (100 * little).toFixed(0)
      }% went elsewhere: with 2 about half does`,
    }),
  },
  "02.3": {
    wants: "[status with the hand-written policy, status with the builder's]",
    embeddedOnly: true,
    fits: areNumbers(2),
    judge: ([plain, built]: number[]) => ({
      right: plain === 429 && built === 200,
      says: `${plain} without a retry, ${built} with one: look at who hands the refusal on`,
    }),
  },
  "06.1": {
    wants: "[report of backend-pool, report of backend-pool@4]",
    fits: haveFields(2, "breakerTrips", "strategy"),
    judge: ([one, four]: { breakerTrips: number; gatewayRetries: number }[]) => ({
      right: four.breakerTrips > 2 * one.breakerTrips,
      says: `${one.breakerTrips} and ${four.breakerTrips} trips, ${one.gatewayRetries} and ` +
        `${four.gatewayRetries} retries: each unit finds out for itself`,
    }),
  },
  "06.2": {
    wants: "the scenario's name",
    fits: isText,
    judge: (name: string) => ({
      right: name === "retry-after-storm",
      says:
        "the lowest success rate of 2,000 requests with seed 1: when PTU and standard deployment are out together",
    }),
  },
  "06.3": {
    wants: "[advice on demand, advice with a reservation]",
    fits: haveFields(2, "best"),
    judge: ([onDemand, reserved]: { best: { usdPerHour: number } | null }[]) => ({
      right: (reserved.best?.usdPerHour ?? Infinity) <= (onDemand.best?.usdPerHour ?? Infinity),
      says: `${onDemand.best?.usdPerHour.toFixed(2)} and ${
        reserved.best?.usdPerHour.toFixed(2)
      } USD per hour: a discount never makes the bill larger`,
    }),
  },
};

function repairedDocument(text: string): Judgement {
  const { diagnostics } = compileDocument(text, {
    format: "rawxml",
    kind: "policies",
    scope: "api",
    namedValues: new Map(),
    fragments: new Map(),
    backendIds: null,
    loggerIds: null,
  });
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error !== undefined) return { right: false, says: error.message };
  return {
    right: text.includes("<retry"),
    says: text.includes("<retry") ? "it compiles" : "it compiles, but the retry is to stay",
  };
}
