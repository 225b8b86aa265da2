/**
 * Scenario files: JSON, checked field by field, errors with file and line.
 * @module
 */
import { Checker } from "../models/checker.ts";
import { checkFault, checkRegions } from "../models/configuration_file.ts";
import type { Fault, RegionConfiguration } from "../models/mod.ts";
import type { ArrivalProcess } from "./demand.ts";
import { checkedJson, readInput } from "./json_file.ts";
import {
  type Scenario,
  type TimelineEvent,
  type TokenDistribution,
  usualRegions,
} from "./scenario.ts";

type Fields = Readonly<Record<string, unknown>>;

/** @throws InputError naming file and line */
export async function readScenarioFile(path: string): Promise<Scenario> {
  return parseScenario(path, await readInput(path));
}

/** @throws InputError naming file and line; `name` is what it calls the file */
export function parseScenario(name: string, text: string): Scenario {
  return scenarioOf(checkedJson(name, text, checkScenario) as Fields);
}

const FIELDS = [
  "name",
  "about",
  "durationSeconds",
  "demand",
  "prompt",
  "completion",
  "maxTokens",
  "streaming",
  "conversations",
  "client",
  "regions",
  "timeline",
];

const POSITIVE = { min: 0, exclusive: true } as const;

/** More than any region could take, and few enough to be simulated within an hour or so. */
export const MAX_PER_SECOND = 100_000;
export const MAX_REQUESTS = 100_000_000;
const MAX_DURATION_SECONDS = 31 * 86_400;

function checkScenario(check: Checker, value: unknown): void {
  const fields = check.object(value, "", FIELDS);
  if (!fields) return;
  check.text(fields.name, "name");
  check.text(fields.about, "about");
  const limits = { ...POSITIVE, max: MAX_DURATION_SECONDS };
  const timed = check.number(fields.durationSeconds, "durationSeconds", limits);
  checkDemand(check, fields.demand, timed ? fields.durationSeconds as number : 0);
  for (const name of ["prompt", "completion"]) checkTokens(check, fields[name], name);
  check.optional(fields.maxTokens, (v) => check.number(v, "maxTokens", { min: 1, whole: true }));
  check.optional(fields.streaming, (v) => check.number(v, "streaming", { min: 0, max: 1 }));
  check.optional(fields.conversations, (v) => {
    const conversations = check.object(v, "conversations", ["count", "sharedTokens"]);
    if (!conversations) return;
    check.number(conversations.count, "conversations.count", { min: 1, whole: true });
    check.number(conversations.sharedTokens, "conversations.sharedTokens", POSITIVE);
  });
  check.optional(fields.client, (v) => {
    const client = check.object(v, "client", ["retries", "timeoutSeconds"]);
    check.optional(
      client?.retries,
      (n) => check.number(n, "client.retries", { max: 20, whole: true }),
    );
    check.optional(
      client?.timeoutSeconds,
      (n) => check.number(n, "client.timeoutSeconds", POSITIVE),
    );
  });
  const ids = fields.regions === undefined
    ? new Set(usualRegions().map(({ id }) => id))
    : checkRegions(check, fields.regions, "regions");
  check.optional(
    fields.timeline,
    (v) => checkTimeline(check, v, ids, timed ? fields.durationSeconds as number : Infinity),
  );
}

function checkDemand(check: Checker, value: unknown, durationSeconds: number): void {
  const demand = check.object(value, "demand", [
    "perSecond",
    "shape",
    "process",
    "size",
    "withinSeconds",
  ]);
  if (!demand) return;
  if (check.number(demand.perSecond, "demand.perSecond", { ...POSITIVE, max: MAX_PER_SECOND })) {
    const requests = demand.perSecond * durationSeconds;
    if (requests > MAX_REQUESTS) {
      check.report(
        "demand.perSecond",
        `times durationSeconds is more than ${MAX_REQUESTS / 1e6} million requests`,
      );
    }
  }
  check.optional(demand.shape, (v) => check.oneOf(v, "demand.shape", ["flat", "day"]));
  check.optional(
    demand.process,
    (v) => check.oneOf(v, "demand.process", ["even", "poisson", "bursts"]),
  );
  if (demand.process === "bursts") {
    check.number(demand.size, "demand.size", { min: 1, exclusive: true });
    check.number(demand.withinSeconds, "demand.withinSeconds");
  }
}

function checkTokens(check: Checker, value: unknown, path: string): void {
  const names = ["medianTokens", "sigma", "leastTokens", "mostTokens"];
  const tokens = check.object(value, path, names);
  if (!tokens) return;
  check.number(tokens.medianTokens, `${path}.medianTokens`, { ...POSITIVE, max: 1e7 });
  check.optional(tokens.sigma, (v) => check.number(v, `${path}.sigma`, { max: 3 }));
  check.optional(
    tokens.leastTokens,
    (v) => check.number(v, `${path}.leastTokens`, { min: 1, max: 1e7 }),
  );
  check.optional(
    tokens.mostTokens,
    (v) => check.number(v, `${path}.mostTokens`, { min: 1, max: 1e7 }),
  );
}

function checkTimeline(
  check: Checker,
  value: unknown,
  ids: ReadonlySet<string>,
  durationSeconds: number,
): void {
  const known = (id: unknown, path: string) => {
    if (typeof id !== "string" || !ids.has(id)) {
      check.report(
        path,
        `names an unknown region ${JSON.stringify(id)}: expected one of ${[...ids].join(", ")}`,
      );
    }
  };
  let last = 0;
  check.list(value, "timeline", (item, path) => {
    const event = check.object(item, path, [
      "fromSeconds",
      "untilSeconds",
      "demand",
      "region",
      "fault",
      "backends",
    ]);
    if (!event) return;
    if (!check.number(event.fromSeconds, `${path}.fromSeconds`, { max: durationSeconds })) return;
    const from = event.fromSeconds as number;
    if (from < last) {
      check.report(
        `${path}.fromSeconds`,
        `must not be before the event above it, which is at ${last}: it is ${from}`,
      );
    }
    last = Math.max(last, from);
    check.optional(event.untilSeconds, (until) => {
      if (check.number(until, `${path}.untilSeconds`, { max: durationSeconds }) && until <= from) {
        check.report(`${path}.untilSeconds`, `must be after fromSeconds ${from}: it is ${until}`);
      }
    });
    const kinds = ["demand", "fault", "backends"].filter((kind) => event[kind] !== undefined);
    if (kinds.length !== 1) {
      check.report(path, `must hold one of demand, fault, backends: it holds ${kinds.length}`);
    }
    check.optional(
      event.demand,
      (v) =>
        check.number(v, `${path}.demand`) && v > 10_000 &&
        check.report(`${path}.demand`, "must be a number of at most 10000"),
    );
    check.optional(event.fault, (v) => {
      known(event.region, `${path}.region`);
      checkFault(check, v, `${path}.fault`);
    });
    check.optional(event.backends, (v) => {
      const backends = check.object(v, `${path}.backends`, [...ids]);
      for (const [id, plan] of Object.entries(backends ?? {})) {
        const at = `${path}.backends.${id}`;
        const fields = check.object(plan, at, ["priority", "weight"]);
        check.optional(
          fields?.priority,
          (n) => check.number(n, `${at}.priority`, { max: 100, whole: true }),
        );
        check.optional(
          fields?.weight,
          (n) => check.number(n, `${at}.weight`, { min: 1, max: 100, whole: true }),
        );
      }
    });
  }, 0);
}

function scenarioOf(fields: Fields): Scenario {
  const demand = fields.demand as Fields;
  const client = (fields.client ?? {}) as { retries?: number; timeoutSeconds?: number };
  const durationSeconds = fields.durationSeconds as number;
  return {
    name: fields.name as string,
    about: fields.about as string,
    durationSeconds,
    demand: {
      perSecond: demand.perSecond as number,
      shape: (demand.shape ?? "flat") as "flat" | "day",
      arrivals: demand.process === "bursts"
        ? {
          process: "bursts",
          size: demand.size as number,
          withinSeconds: demand.withinSeconds as number,
        }
        : { process: demand.process ?? "poisson" } as ArrivalProcess,
    },
    prompt: tokensOf(fields.prompt),
    completion: tokensOf(fields.completion),
    maxTokens: (fields.maxTokens ?? null) as number | null,
    streaming: (fields.streaming ?? 0) as number,
    conversations: (fields.conversations ?? null) as Scenario["conversations"],
    client: { retries: client.retries ?? 2, timeoutSeconds: client.timeoutSeconds ?? 600 },
    regions: (fields.regions ?? usualRegions()) as RegionConfiguration[],
    timeline: ((fields.timeline ?? []) as Fields[]).map((event) => eventOf(event, durationSeconds)),
  };
}

function tokensOf(value: unknown): TokenDistribution {
  return { sigma: 0.5, ...value as Omit<TokenDistribution, "sigma"> };
}

function eventOf(event: Fields, durationSeconds: number): TimelineEvent {
  const fromSeconds = event.fromSeconds as number;
  const untilSeconds = (event.untilSeconds ?? durationSeconds) as number;
  if (event.fault !== undefined) {
    const { region, fault } = event as { region: string; fault: Fault };
    return { kind: "fault", fromSeconds, untilSeconds, region, fault };
  }
  if (event.backends !== undefined) {
    const backends = event.backends as Record<string, { priority?: number; weight?: number }>;
    return { kind: "policy", fromSeconds, backends };
  }
  return { kind: "demand", fromSeconds, untilSeconds, factor: event.demand as number };
}
