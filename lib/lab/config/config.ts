/**
 * The workshop's configuration: the environment and `.env` in, one checked value out.
 * Nothing set means the embedded APIM; `WORKSHOP_TARGET` or live settings choose Azure.
 * @module
 */
import { join } from "node:path";
import { nearest } from "../../core/one_of.ts";
import { keepSecret } from "../../core/redaction.ts";
import type { Secret } from "../../core/secret.ts";
import type { BackendPlan, RoutingBackend } from "../../policies/backend.ts";
import {
  BACKEND_FIELDS,
  backendLetters,
  embeddedBackends,
  liveBackends,
  unusedFaults,
} from "./backends.ts";
import {
  FOUNDRY_CONFIG_FILE,
  projectFolder,
  readEnvFile,
  readFoundryFile,
  type Variables,
} from "./files.ts";
import { ConfigError, type ConfigProblem, formatProblem } from "./problem.ts";
import { Settings } from "./settings.ts";

/** Which APIM the notebooks run on. */
export type TargetName = "embedded" | "azure";

/** Where the lab's API lives. */
export interface ApimSettings {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly serviceName: string;
  readonly location: string;
  readonly apiId: string;
  /** The API's path suffix, without slashes at its ends. */
  readonly apiPath: string;
  /** An existing subscription's key; null: the lab makes a subscription of its own. */
  readonly subscriptionKey: Secret | null;
}

interface SharedConfig {
  readonly apim: ApimSettings;
  /** `api-version` of the Responses API. */
  readonly responsesApiVersion: string;
  /** `api-version` that `AzureOpenAI` clients send. */
  readonly openaiApiVersion: string;
  /** How the gateway signs in to the backends. */
  readonly backendAuth: "key" | "managed-identity";
  /** Seed of everything random on the embedded target. */
  readonly seed: string;
  /** Where results go, as seen from the working directory; without a slash at its end. */
  readonly resultsFolder: string;
  /** In front of the names of what is made on the service; null: who signed in says. Embedded: none. */
  readonly prefix: string | null;
  /** Requests that one notebook may send on Azure. */
  readonly maxRequests: number;
  /** The lab's milliseconds for each real one: 1, but before a stand-in for Azure. */
  readonly clockSpeed: number;
  /** How runs are shown while they go on. */
  readonly pace: "eyes" | "instant";
  /** What the Foundry set-up left behind, or null. */
  readonly foundry: Variables | null;
  /** What was left out or looks mistyped; nothing that stops the work. */
  readonly notices: readonly string[];
}

/** The embedded APIM: endpoints and keys come from the simulated regions when they start. */
export interface EmbeddedConfig extends SharedConfig {
  readonly target: "embedded";
  readonly backends: readonly BackendPlan[];
}

/** A live APIM service. */
export interface AzureConfig extends SharedConfig {
  readonly target: "azure";
  readonly backends: readonly RoutingBackend[];
}

export type LabConfig = EmbeddedConfig | AzureConfig;

export interface ConfigOptions {
  /** The process's environment; default `Deno.env`. */
  readonly environment?: Variables;
  /** Where to look for `.env` and the Foundry file from; default the working directory. */
  readonly folder?: string;
  /** Overrides `WORKSHOP_TARGET`. */
  readonly target?: TargetName;
}

/** Every variable that is not a backend's. `.env.example` explains each. */
export const VARIABLES = [
  "WORKSHOP_TARGET",
  "WORKSHOP_SEED",
  "WORKSHOP_RESULTS",
  "WORKSHOP_PACE",
  "WORKSHOP_PREFIX",
  "WORKSHOP_MAX_REQUESTS",
  "WORKSHOP_CLOCK_SPEED",
  "AZURE_SUBSCRIPTION_ID",
  "AZURE_TENANT_ID",
  "AZURE_CLIENT_ID",
  "AZURE_CLIENT_SECRET",
  "AZURE_CLIENT_CERTIFICATE_PATH",
  "AZURE_FEDERATED_TOKEN_FILE",
  "AZURE_TOKEN_CREDENTIALS",
  "AZURE_CLOUD",
  "AZURE_AUTHORITY_HOST",
  "AZURE_RESOURCE_MANAGER_ENDPOINT",
  "APIM_LOCATION",
  "APIM_RESOURCE_GROUP",
  "APIM_SERVICE_NAME",
  "APIM_SUBSCRIPTION_KEY",
  "APIM_API_ID",
  "APIM_API_PATH",
  "AZURE_OPENAI_ENDPOINT",
  "AZURE_OPENAI_API_KEY",
  "AZURE_OPENAI_CHAT_DEPLOYMENT_NAME",
  "AZURE_OPENAI_API_VERSION",
  "RESPONSES_API_VERSION",
  "BACKEND_AUTH",
  "FOUNDRY_CONFIG_FILE",
] as const;

/** What `@azure/identity` and the choice of a cloud read from the process's environment. */
const SIGN_IN = [
  "AZURE_TENANT_ID",
  "AZURE_CLIENT_ID",
  "AZURE_CLIENT_SECRET",
  "AZURE_CLIENT_CERTIFICATE_PATH",
  "AZURE_FEDERATED_TOKEN_FILE",
  "AZURE_TOKEN_CREDENTIALS",
  "AZURE_CLOUD",
  "AZURE_AUTHORITY_HOST",
  "AZURE_RESOURCE_MANAGER_ENDPOINT",
] as const;

/** What the environment has the last word on, because command lines set it there. */
const COMMAND_LINE = ["WORKSHOP_TARGET", "WORKSHOP_RESULTS", "WORKSHOP_PACE"] as const;

/** What a notebook may send on Azure where nobody says: more than any of them does. */
const MAX_REQUESTS = 5_000;

/** What may stand in front of names, in URLs too. */
const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$/i;

/** The embedded service has ids like any other; this is its subscription. */
const EMBEDDED_SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000000";

/**
 * Reads the environment, `.env` (which wins, as in the original, but for what command lines set) and the
 * Foundry file.
 * @throws ConfigError with every problem at once.
 */
export async function loadConfig(options: ConfigOptions = {}): Promise<LabConfig> {
  const { settings, foundry, file } = await readSettings(options);
  const config = readConfig(settings, options.target, foundry);
  const slips = mistyped(file);
  if (settings.problems.length > 0) throw new ConfigError([...settings.problems, ...slips]);
  return { ...config, notices: [...config.notices, ...slips.map(formatProblem)] };
}

/**
 * The live service alone, for what needs no backend.
 * @throws ConfigError with every problem at once.
 */
export async function loadService(
  options: ConfigOptions = {},
): Promise<ApimSettings & Pick<SharedConfig, "prefix">> {
  const { settings, foundry } = await readSettings(options);
  const apim = { ...liveApim(settings, foundry), prefix: readPrefix(settings) };
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);
  return apim;
}

async function readSettings(
  options: ConfigOptions,
): Promise<{ settings: Settings; foundry: Variables | null; file: Variables }> {
  const folder = options.folder ?? Deno.cwd();
  const project = await projectFolder(folder);
  const environment = options.environment ?? Deno.env.toObject();
  const file = await readEnvFile([folder, project]);
  const variables: Record<string, string> = { ...environment, ...file };
  for (const name of COMMAND_LINE) if (environment[name]) variables[name] = environment[name];
  const foundry = await readFoundryFile(
    variables.FOUNDRY_CONFIG_FILE
      ? [variables.FOUNDRY_CONFIG_FILE]
      : [join(folder, FOUNDRY_CONFIG_FILE), join(project, FOUNDRY_CONFIG_FILE)],
  );
  keepSecret(variables.AZURE_CLIENT_SECRET ?? "");
  const settings = new Settings({ ...foundry.values, ...variables });
  if (foundry.problem) settings.problems.push(foundry.problem);
  return { settings, foundry: foundry.values, file };
}

/**
 * Hands `.env`'s Azure sign-in variables on to the process's environment, where `@azure/identity` looks.
 * @returns the names that were set.
 */
export async function exportSignIn(folder: string = Deno.cwd()): Promise<string[]> {
  const file = await readEnvFile([folder, await projectFolder(folder)]);
  const names = SIGN_IN.filter((name) => file[name]);
  for (const name of names) Deno.env.set(name, file[name]);
  return names;
}

/** What to set before strategies that need two backends can run; null when there are enough. */
export function tooFewBackends(config: LabConfig): string | null {
  if (config.backends.length >= 2) return null;
  const letter = config.backends[0]?.id === "backend-b" ? "A" : "B";
  return `Only ${config.backends.length} backend is configured, and routing needs two. Set ` +
    `BACKEND_${letter}_AZURE_OPENAI_ENDPOINT, BACKEND_${letter}_AZURE_OPENAI_API_KEY and ` +
    `BACKEND_${letter}_DEPLOYMENT in .env. Until then the notebooks that route run on the embedded APIM.`;
}

function readConfig(
  settings: Settings,
  forced: TargetName | undefined,
  foundry: Variables | null,
): LabConfig {
  const target = forced ??
    settings.choice("WORKSHOP_TARGET", ["embedded", "azure"] as const, guessTarget(settings));
  const notices: string[] = [];
  const backendAuth = settings.choice("BACKEND_AUTH", ["key", "managed-identity"] as const, "key");
  const shared = {
    apim: target === "azure" ? liveApim(settings, foundry) : embeddedApim(settings),
    responsesApiVersion: settings.text("RESPONSES_API_VERSION", "2025-04-01-preview"),
    openaiApiVersion: settings.text("AZURE_OPENAI_API_VERSION", "2024-10-21"),
    backendAuth,
    seed: settings.text("WORKSHOP_SEED", "routing"),
    prefix: readPrefix(settings),
    maxRequests: settings.integer("WORKSHOP_MAX_REQUESTS", {
      min: 1,
      max: 1_000_000,
      fallback: MAX_REQUESTS,
    }),
    clockSpeed: target === "azure" ? readClockSpeed(settings) : 1,
    resultsFolder: settings.text("WORKSHOP_RESULTS", "../results").replace(/(?<=.)\/+$/, ""),
    pace: settings.choice("WORKSHOP_PACE", ["eyes", "instant"] as const, "eyes"),
    foundry,
    notices,
  };
  if (target === "embedded") {
    notices.push(...unusedFaults(settings).map(formatProblem));
    return { ...shared, target, backends: embeddedBackends(settings) };
  }
  const managedIdentity = backendAuth === "managed-identity";
  const backends = liveBackends(settings, { managedIdentity, notices });
  const config: AzureConfig = { ...shared, target, backends };
  const tooFew = tooFewBackends(config);
  if (tooFew) notices.push(tooFew);
  return config;
}

/** Azure when the environment names a service or a backend's endpoint or key; the embedded APIM otherwise. */
function guessTarget(settings: Settings): TargetName {
  const live = settings.optional("APIM_SERVICE_NAME") !== undefined ||
    backendLetters(settings).some((letter) =>
      settings.optional(`BACKEND_${letter}_AZURE_OPENAI_ENDPOINT`) !== undefined ||
      settings.optional(`BACKEND_${letter}_AZURE_OPENAI_API_KEY`) !== undefined
    );
  return live ? "azure" : "embedded";
}

function embeddedApim(settings: Settings): ApimSettings {
  return {
    subscriptionId: EMBEDDED_SUBSCRIPTION_ID,
    resourceGroup: "rg-embedded",
    serviceName: "apim-embedded",
    location: settings.text("APIM_LOCATION", "eastus"),
    ...readApi(settings),
    subscriptionKey: null,
  };
}

function liveApim(settings: Settings, foundry: Variables | null): ApimSettings {
  const subscriptionId = settings.required(
    ["AZURE_SUBSCRIPTION_ID"],
    "the id of the Azure subscription that holds the APIM service",
    "Set it (`az account show --query id` prints it)" +
      (foundry ? "." : `, or run the Foundry set-up, which writes ${FOUNDRY_CONFIG_FILE}.`),
  );
  if (
    subscriptionId !== "" && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(subscriptionId)
  ) {
    settings.report(
      "AZURE_SUBSCRIPTION_ID",
      JSON.stringify(subscriptionId),
      "a UUID",
      "`az account show --query id` prints it.",
    );
  }
  return {
    subscriptionId,
    resourceGroup: settings.text("APIM_RESOURCE_GROUP", "rg-model-migration"),
    serviceName: settings.text("APIM_SERVICE_NAME", "apim-model-migration"),
    location: settings.text("APIM_LOCATION", "eastus"),
    ...readApi(settings),
    subscriptionKey: settings.secret(["APIM_SUBSCRIPTION_KEY"]),
  };
}

function readPrefix(settings: Settings): string | null {
  const found = settings.optional("WORKSHOP_PREFIX");
  if (found === undefined || PREFIX.test(found)) return found ?? null;
  settings.report(
    "WORKSHOP_PREFIX",
    JSON.stringify(found),
    "letters, digits and inner hyphens, at most 20",
    "Set, for example, WORKSHOP_PREFIX=anna.",
  );
  return null;
}

/** Real time for what is real: only a stand-in on this machine may run faster. */
function readClockSpeed(settings: Settings): number {
  const speed = settings.integer("WORKSHOP_CLOCK_SPEED", { min: 1, max: 100, fallback: 1 });
  const endpoint = settings.text("AZURE_RESOURCE_MANAGER_ENDPOINT", "");
  if (speed === 1 || /^https?:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(endpoint)) return speed;
  settings.report(
    "WORKSHOP_CLOCK_SPEED",
    String(speed),
    "nothing: Azure's time cannot be made to run faster",
    "Remove it; it is for a stand-in whose AZURE_RESOURCE_MANAGER_ENDPOINT is on this machine.",
  );
  return 1;
}

function readApi(settings: Settings): { apiId: string; apiPath: string } {
  const apiPath = settings.text("APIM_API_PATH", "routing").replace(/^\/+|\/+$/g, "");
  if (!/^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/.test(apiPath)) {
    settings.report(
      "APIM_API_PATH",
      JSON.stringify(apiPath),
      "a URL path without slashes at its ends, as in routing",
      "Set, for example, APIM_API_PATH=routing.",
    );
  }
  return { apiId: settings.text("APIM_API_ID", "multi-region-router"), apiPath };
}

/** Variables in `.env` that look like the workshop's and are not: by their beginning, or by a slip of the pen. */
function mistyped(file: Variables): ConfigProblem[] {
  const all = [...VARIABLES, ...backendVariables(file)];
  return Object.keys(file).filter((name) => !all.includes(name)).flatMap((name) => {
    const meant = nearest(name, all);
    const ours = /^(BACKEND|APIM|WORKSHOP)_/.test(name);
    if (!ours && meant === null) return [];
    return [{
      variable: name,
      found: "in .env, but no variable of the workshop",
      expected: meant ?? "one of those that .env.example lists",
      cure: "Rename or remove it.",
    }];
  });
}

/** The variables of each backend that `.env` names, and of the first three. */
function backendVariables(file: Variables): string[] {
  const letters = new Set(["A", "B", "C"]);
  for (const name of Object.keys(file)) {
    const letter = /^BACKEND_([A-Z])_/.exec(name)?.[1];
    if (letter) letters.add(letter);
  }
  return [...letters].flatMap((letter) =>
    BACKEND_FIELDS.map((field) => `BACKEND_${letter}_${field}`)
  );
}
