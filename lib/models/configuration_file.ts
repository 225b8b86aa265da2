/**
 * Models files: JSON, checked field by field, every problem with its path.
 * @module
 */
import { parseJsonInput } from "../core/json_input.ts";
import { MODELS } from "./catalogue.ts";
import { Checker } from "./checker.ts";
import { DEPLOYMENT_TYPES, type ModelsConfiguration } from "./configuration.ts";

/** A configuration with every problem found in it: `regions[0].deployments[1].ptus must be ...`. */
export class ModelsConfigurationError extends Error {
  override name = "ModelsConfigurationError";
  readonly code = "InvalidModelsConfiguration";

  constructor(readonly problems: readonly string[]) {
    const lines = problems.slice(0, MOST_SHOWN).map((problem) =>
      `  ${problem.length > LONGEST ? `${problem.slice(0, LONGEST)}...` : problem}`
    );
    const more = problems.length - lines.length;
    if (more > 0) lines.push(`  and ${more} more`);
    super(`The models configuration cannot be used:\n${lines.join("\n")}`);
  }
}

/** What a message shows: problems, and characters of each. `problems` holds them all. */
const MOST_SHOWN = 20;
const LONGEST = 300;

/** @throws ModelsConfigurationError also when `text` is not JSON. */
export function parseModelsConfiguration(text: string): ModelsConfiguration {
  let value: unknown;
  try {
    value = parseJsonInput(text);
  } catch (error) {
    throw new ModelsConfigurationError([`it ${(error as SyntaxError).message}`]);
  }
  return checkModelsConfiguration(value);
}

/** @throws ModelsConfigurationError */
export function checkModelsConfiguration(value: unknown): ModelsConfiguration {
  const check = new Checker();
  const root = check.object(value, "", ["seed", "regions"]);
  if (root) {
    check.optional(root.seed, (v) => {
      if (typeof v !== "number") check.text(v, "seed");
    });
    checkRegions(check, root.regions, "regions");
  }
  if (check.problems.length > 0) throw new ModelsConfigurationError(check.problems);
  return value as ModelsConfiguration;
}

/** Checks a list of regions, each with an id of its own. @returns their ids */
export function checkRegions(check: Checker, value: unknown, path: string): Set<string> {
  const ids = new Set<string>();
  check.list(value, path, (region, path) => {
    const id = checkRegion(check, region, path);
    if (id !== undefined && ids.has(id)) check.report(`${path}.id`, `"${id}" is used twice`);
    if (id !== undefined) ids.add(id);
  });
  return ids;
}

/** Checks one region; its id when it has one. */
function checkRegion(check: Checker, value: unknown, path: string): string | undefined {
  const region = check.object(value, path, [
    "id",
    "region",
    "displayName",
    "apiKey",
    "port",
    "deployments",
    "faults",
  ]);
  if (!region) return undefined;
  check.text(region.id, `${path}.id`);
  check.text(region.region, `${path}.region`);
  check.optional(region.displayName, (v) => check.text(v, `${path}.displayName`));
  check.optional(region.apiKey, (v) => check.text(v, `${path}.apiKey`));
  check.optional(region.port, (v) => check.number(v, `${path}.port`, { max: 65535, whole: true }));
  const deployments = new Map<string, { at: string; type: unknown; target?: string }>();
  check.list(region.deployments, `${path}.deployments`, (deployment, at) => {
    const fields = checkDeployment(check, deployment, at);
    const name = fields?.name;
    if (fields === undefined || typeof name !== "string") return;
    if (deployments.has(name)) check.report(`${at}.name`, `"${name}" is used twice`);
    const target = fields.spilloverDeployment;
    deployments.set(name, {
      at,
      type: fields.type,
      target: typeof target === "string" ? target : undefined,
    });
  });
  for (const [name, { at, target }] of deployments) {
    if (target === undefined || deployments.get(target)?.type === "PAYG") continue;
    check.report(
      `${at}.spilloverDeployment`,
      `of "${name}" must name a PAYG deployment of the same region: it is "${target}"`,
    );
  }
  check.optional(region.faults, (v) => check.list(v, `${path}.faults`, scriptedFault(check), 0));
  return typeof region.id === "string" ? region.id : undefined;
}

function checkDeployment(check: Checker, value: unknown, path: string) {
  const fields = check.object(value, path, [
    "name",
    "model",
    "type",
    "latency",
    "output",
    "ptus",
    "burstSeconds",
    "spilloverDeployment",
    "tokensPerMinute",
    "requestsPerMinute",
    "rateSliceSeconds",
    "quota",
    "deploymentType",
    "serviceTier",
  ]);
  if (!fields) return undefined;
  check.text(fields.name, `${path}.name`);
  check.oneOf(fields.model, `${path}.model`, Object.keys(MODELS));
  const foreign = (names: readonly string[], type: string) => {
    for (const name of names) {
      if (fields[name] !== undefined) check.report(`${path}.${name}`, `is not for type ${type}`);
    }
  };
  const positive = { min: 0, exclusive: true };
  if (check.oneOf(fields.type, `${path}.type`, ["PTU", "PAYG"])) {
    if (fields.type === "PTU") {
      if (MODELS[String(fields.model)]?.embedding) {
        check.report(`${path}.type`, `of "${fields.model}" must be PAYG: it is not offered as PTU`);
      }
      check.number(fields.ptus, `${path}.ptus`, positive);
      check.optional(
        fields.burstSeconds,
        (v) => check.number(v, `${path}.burstSeconds`, positive),
      );
      check.optional(
        fields.spilloverDeployment,
        (v) => check.text(v, `${path}.spilloverDeployment`),
      );
      foreign([
        "tokensPerMinute",
        "requestsPerMinute",
        "rateSliceSeconds",
        "quota",
        "deploymentType",
        "serviceTier",
      ], "PTU");
    } else {
      check.number(fields.tokensPerMinute, `${path}.tokensPerMinute`, positive);
      check.optional(
        fields.requestsPerMinute,
        (v) => check.number(v, `${path}.requestsPerMinute`, positive),
      );
      check.optional(
        fields.rateSliceSeconds,
        (v) => check.oneOf(v, `${path}.rateSliceSeconds`, [1, 10]),
      );
      check.optional(fields.quota, (v) => check.text(v, `${path}.quota`));
      check.optional(
        fields.deploymentType,
        (v) => check.oneOf(v, `${path}.deploymentType`, DEPLOYMENT_TYPES),
      );
      check.optional(
        fields.serviceTier,
        (v) => check.oneOf(v, `${path}.serviceTier`, ["default", "priority"]),
      );
      foreign(["ptus", "burstSeconds", "spilloverDeployment"], "PAYG");
    }
  }
  check.optional(fields.latency, (v) => {
    const names = [
      "networkMs",
      "firstTokenMs",
      "perPromptTokenMs",
      "perOutputTokenMs",
      "sigma",
      "loadGrowth",
    ];
    const latency = check.object(v, `${path}.latency`, names);
    for (const name of names) {
      check.optional(latency?.[name], (n) => check.number(n, `${path}.latency.${name}`));
    }
  });
  check.optional(fields.output, (v) => {
    const output = check.object(v, `${path}.output`, ["medianTokens", "sigma"]);
    if (!output) return;
    check.number(output.medianTokens, `${path}.output.medianTokens`, positive);
    check.number(output.sigma, `${path}.output.sigma`);
  });
  return fields;
}

function scriptedFault(check: Checker) {
  return (value: unknown, path: string) => {
    const entry = check.object(value, path, ["fromMs", "untilMs", "fault"]);
    if (!entry) return;
    const from = check.number(entry.fromMs, `${path}.fromMs`);
    check.optional(
      entry.untilMs,
      (v) => check.number(v, `${path}.untilMs`, { min: from ? entry.fromMs as number : 0 }),
    );
    checkFault(check, entry.fault, `${path}.fault`);
  };
}

const FAULT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  outage: [],
  hang: [],
  error: ["status"],
  throttle: ["retryAfterSeconds"],
  slow: ["factor"],
  cut: ["tokens"],
};

/** Checks one fault as {@link Fault} describes it. */
export function checkFault(check: Checker, value: unknown, path: string): void {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (!check.oneOf(kind, `${path}.kind`, Object.keys(FAULT_FIELDS))) return;
  const fields = check.object(value, path, [
    "kind",
    "share",
    "deployment",
    ...FAULT_FIELDS[kind as string],
  ])!;
  check.optional(fields.share, (v) => check.number(v, `${path}.share`, { min: 0, max: 1 }));
  check.optional(fields.deployment, (v) => check.text(v, `${path}.deployment`));
  check.optional(
    fields.status,
    (v) => check.number(v, `${path}.status`, { min: 400, max: 599, whole: true }),
  );
  check.optional(
    fields.retryAfterSeconds,
    (v) => check.number(v, `${path}.retryAfterSeconds`),
  );
  if (kind === "slow") {
    check.number(fields.factor, `${path}.factor`, { min: 0, exclusive: true });
  }
  if (kind === "cut") check.number(fields.tokens, `${path}.tokens`, { whole: true });
}
