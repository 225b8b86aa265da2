/**
 * The backends in `BACKEND_A_…`, `BACKEND_B_…` and further letters.
 * @module
 */
import { table } from "../../core/table.ts";
import { Secret } from "../../core/secret.ts";
import { SIMULATED_MODEL } from "../../models/mod.ts";
import type { BackendPlan, RoutingBackend } from "../../policies/backend.ts";
import type { ConfigProblem } from "./problem.ts";
import { Settings } from "./settings.ts";

/** What may follow `BACKEND_<letter>_`. */
export const BACKEND_FIELDS = [
  "AZURE_OPENAI_ENDPOINT",
  "AZURE_OPENAI_API_KEY",
  "DEPLOYMENT",
  "REGION",
  "TYPE",
  "PRIORITY",
  "WEIGHT",
  "LABEL",
  "ID",
] as const;

/** Regions that have the Responses API. The embedded target's deployments when nothing is set, and where further letters get their region. */
const REGIONS = [
  "eastus",
  "westus",
  "swedencentral",
  "francecentral",
  "australiaeast",
  "japaneast",
];
const EMBEDDED_LETTERS = ["A", "B", "C"];

/** Display names, for labels, of the regions used most; others show as they are. */
const REGION_NAMES: Readonly<Record<string, string>> = table({
  eastus: "EastUS",
  eastus2: "EastUS2",
  westus: "WestUS",
  westus2: "WestUS2",
  westus3: "WestUS3",
  centralus: "CentralUS",
  northcentralus: "NorthCentralUS",
  southcentralus: "SouthCentralUS",
  westeurope: "WestEurope",
  northeurope: "NorthEurope",
  swedencentral: "SwedenCentral",
  francecentral: "FranceCentral",
  germanywestcentral: "GermanyWestCentral",
  uksouth: "UKSouth",
  switzerlandnorth: "SwitzerlandNorth",
  australiaeast: "AustraliaEast",
  japaneast: "JapanEast",
  koreacentral: "KoreaCentral",
  canadaeast: "CanadaEast",
  brazilsouth: "BrazilSouth",
});

/** The letters that have at least one variable set, in order. */
export function backendLetters(settings: Settings): string[] {
  const letters = new Set<string>();
  for (const name of Object.keys(settings.variables)) {
    const match = /^BACKEND_([A-Z])_(.+)$/.exec(name);
    if (match && isBackendField(match[2]) && settings.optional(name)) letters.add(match[1]);
  }
  return [...letters].sort();
}

/** Whether `field` may follow `BACKEND_<letter>_`. */
function isBackendField(field: string): boolean {
  return (BACKEND_FIELDS as readonly string[]).includes(field);
}

/** The embedded target's backends: A, B and C, changed and added to by what is set. */
export function embeddedBackends(settings: Settings): BackendPlan[] {
  const letters = new Set([...EMBEDDED_LETTERS, ...backendLetters(settings)]);
  const plans = [...letters].sort().map((letter) =>
    readPlan(settings, letter, {
      type: letter === "A" ? "PTU" : "PAYG",
      deployment: settings.text(`BACKEND_${letter}_DEPLOYMENT`, SIMULATED_MODEL),
    })
  );
  reportDuplicates(settings, plans, [...letters].sort());
  return plans;
}

/** What is wrong with live settings that the embedded target does not use: worth a notice, no reason to stop. */
export function unusedFaults(settings: Settings): ConfigProblem[] {
  const looked = new Settings(settings.variables);
  for (const letter of backendLetters(settings)) {
    looked.endpoint([`BACKEND_${letter}_AZURE_OPENAI_ENDPOINT`]);
    looked.secret([`BACKEND_${letter}_AZURE_OPENAI_API_KEY`]);
  }
  return looked.problems;
}

/** The live target's backends: those with an endpoint or a key. Notices tell which letters were left out. */
export function liveBackends(
  settings: Settings,
  options: { managedIdentity: boolean; notices: string[] },
): RoutingBackend[] {
  const letters = new Set(["A", ...backendLetters(settings)]);
  const used: string[] = [];
  const backends: RoutingBackend[] = [];
  for (const letter of [...letters].sort()) {
    const endpointNames = [`BACKEND_${letter}_AZURE_OPENAI_ENDPOINT`];
    const keyNames = [`BACKEND_${letter}_AZURE_OPENAI_API_KEY`];
    const deploymentNames = [`BACKEND_${letter}_DEPLOYMENT`];
    if (letter === "A") {
      endpointNames.push("AZURE_OPENAI_ENDPOINT");
      keyNames.push("AZURE_OPENAI_API_KEY");
      deploymentNames.push("AZURE_OPENAI_CHAT_DEPLOYMENT_NAME");
    }
    const isSet = (names: string[]) => names.some((name) => settings.optional(name) !== undefined);
    if (letter !== "A" && !isSet(endpointNames) && !isSet(keyNames)) {
      options.notices.push(
        `Backend ${letter} is left out: ${endpointNames[0]} and ${keyNames[0]} are not set.`,
      );
      readPlan(settings, letter, { type: "PAYG", deployment: "" }); // what is set must be right all the same
      continue;
    }
    if (!isSet(endpointNames)) {
      settings.report(
        endpointNames[0],
        "not set",
        `an endpoint for backend ${letter}, as in https://NAME.openai.azure.com`,
        `Set it, or remove the other BACKEND_${letter}_ variables.`,
      );
    }
    if (!options.managedIdentity && !isSet(keyNames)) {
      settings.report(
        keyNames[0],
        "not set",
        `a key for backend ${letter}`,
        `Set it, remove the other BACKEND_${letter}_ variables, or set BACKEND_AUTH=managed-identity.`,
      );
    }
    const endpoint = settings.endpoint(endpointNames);
    const apiKey = settings.secret(keyNames);
    const deployment = settings.required(
      deploymentNames,
      `the name of backend ${letter}'s model deployment`,
      `Set, for example, ${deploymentNames[0]}=${SIMULATED_MODEL}.`,
    );
    const plan = readPlan(settings, letter, { type: "PAYG", deployment });
    used.push(letter);
    backends.push({
      ...plan,
      endpoint: endpoint ?? "",
      apiKey: options.managedIdentity ? null : apiKey ?? new Secret(""),
    });
  }
  reportDuplicates(settings, backends, used);
  return backends;
}

function readPlan(
  settings: Settings,
  letter: string,
  defaults: { type: "PTU" | "PAYG"; deployment: string },
): BackendPlan {
  const name = (field: (typeof BACKEND_FIELDS)[number]) => `BACKEND_${letter}_${field}`;
  const first = letter === "A";
  const type = settings.choice(name("TYPE"), ["PTU", "PAYG"] as const, defaults.type);
  const region = readRegion(settings, name("REGION"), letter);
  return {
    id: readId(settings, name("ID"), letter),
    label: settings.text(name("LABEL"), `${type}-${REGION_NAMES[region] ?? region}`),
    region,
    type,
    priority: settings.integer(name("PRIORITY"), { min: 0, max: 100, fallback: first ? 1 : 2 }),
    weight: settings.integer(name("WEIGHT"), { min: 1, max: 100, fallback: first ? 100 : 50 }),
    deployment: defaults.deployment,
  };
}

function readRegion(settings: Settings, name: string, letter: string): string {
  const fallback = REGIONS[letter.charCodeAt(0) - "A".charCodeAt(0)] ?? "eastus2";
  const found = settings.text(name, fallback);
  const region = found.toLowerCase().replaceAll(" ", "");
  if (/^[a-z0-9]+$/.test(region)) return region;
  settings.report(
    name,
    JSON.stringify(found),
    "a region's name, as in eastus or East US",
    `Set, for example, ${name}=${fallback}.`,
  );
  return fallback;
}

function readId(settings: Settings, name: string, letter: string): string {
  const fallback = `backend-${letter.toLowerCase()}`;
  const found = settings.text(name, fallback);
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?$/.test(found)) return found;
  settings.report(
    name,
    JSON.stringify(found),
    "letters, digits and hyphens, at most 60, with no hyphen at the ends",
    `Set, for example, ${name}=${fallback}, or leave it out.`,
  );
  return fallback;
}

function reportDuplicates(
  settings: Settings,
  plans: readonly BackendPlan[],
  letters: readonly string[],
): void {
  const owners = new Map<string, string>();
  plans.forEach((plan, i) => {
    const key = plan.id.toLowerCase();
    const owner = owners.get(key);
    if (owner === undefined) return void owners.set(key, letters[i]);
    settings.report(
      `BACKEND_${letters[i]}_ID`,
      `${JSON.stringify(plan.id)}, which backend ${owner} has too`,
      "an id that no other backend has",
      `Set, for example, BACKEND_${letters[i]}_ID=backend-${letters[i].toLowerCase()}.`,
    );
  });
}
