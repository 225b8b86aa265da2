/**
 * `deno task export`: what the lab deploys for a strategy, as files for one's own repository.
 * @module
 */
import { table } from "../core/table.ts";
import { dirname, join } from "node:path";
import { nearest } from "../core/one_of.ts";
import { Secret } from "../core/secret.ts";
import { UserError } from "../core/user_error.ts";
import { type LabConfig, loadConfig } from "../lab/config/config.ts";
import { readOptions, runCommand, UsageError } from "./command.ts";
import {
  buildPolicy,
  type RoutingBackend,
  type RoutingStrategyName,
  STRATEGIES,
} from "../policies/mod.ts";
import {
  type Files,
  strategyTemplate,
  type Template,
  writeArm,
  writeBicep,
  writeTerraform,
} from "../templates/mod.ts";

const USAGE = `Usage: deno task export --strategy NAME --as arm|bicep|terraform [options]

  --strategy NAME       ${STRATEGIES.join(", ")}
  --as LANGUAGE         arm, bicep or terraform
  --out DIR             where the files go; left out, they are printed
  --fastest-first IDS   for latency-based: the backends' ids, as measured, with commas between
  --force               overwrite files that are there

Backends, API and service are those of .env, or of the embedded APIM where nothing is set. API keys are
parameters without a value: no file holds one.

Example: deno task export --strategy backend-pool --as bicep --out infra/routing
Exit codes: 0 written, 1 it cannot be done, 2 wrong usage.`;

const WRITERS: Readonly<Record<string, (template: Template) => Files>> = table({
  arm: writeArm,
  bicep: writeBicep,
  terraform: writeTerraform,
});

const OPTIONS = {
  strategy: { type: "string" },
  as: { type: "string" },
  out: { type: "string" },
  "fastest-first": { type: "string" },
  force: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** One of `known`. @throws UsageError naming them. */
function choose<C extends string>(option: string, known: readonly C[], found?: string): C {
  const choice = known.find((one) => one === found);
  if (choice !== undefined) return choice;
  const meant = found === undefined ? null : nearest(found, known);
  const is = found === undefined ? "it is missing" : `it is "${found}"`;
  const hint = meant === null ? "" : ` (did you mean "${meant}"?)`;
  throw new UsageError(
    `${option} is one of ${known.join(", ")}: ${is}${hint}`,
  );
}

/** The template for the configured backends. @throws UserError where they do not allow the strategy. */
function templateOf(
  config: LabConfig,
  strategy: RoutingStrategyName,
  fastestFirst?: readonly string[],
): Template {
  const live = config.target === "azure";
  const backends = live ? config.backends : config.backends.map((plan): RoutingBackend => ({
    ...plan,
    endpoint: `https://${plan.id.toLowerCase()}.example`, // takes no part in what is written
    apiKey: new Secret("none"),
  }));
  try {
    const policy = buildPolicy(strategy, backends, {
      apiVersion: config.responsesApiVersion,
      auth: config.backendAuth,
      ...(fastestFirst && { "latency-based": { fastestFirst } }),
    });
    const { apiId, apiPath, serviceName } = config.apim;
    return strategyTemplate(policy, backends, {
      api: { id: apiId, path: apiPath },
      serviceName: live ? serviceName : undefined,
      endpointsKnown: live,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`Cannot export ${strategy}: ${error.message}`);
  }
}

async function write(files: Files, folder: string, force: boolean): Promise<void> {
  if (!force) {
    for (const path of files.keys()) {
      const there = await Deno.stat(join(folder, path)).catch(() => null);
      if (there) {
        throw new UserError(
          `${join(folder, path)} is there already: give another --out, or --force to overwrite it.`,
        );
      }
    }
  }
  for (const [path, content] of files) {
    const target = join(folder, path);
    try {
      await Deno.mkdir(dirname(target), { recursive: true });
      await Deno.writeTextFile(target, content);
    } catch (error) {
      throw new UserError(`${target} cannot be written: ${(error as Error).message}`);
    }
    console.log(`written ${target}`);
  }
}

/** The template alone where it is one file that others read; else every file under its name. */
function print(files: Files, language: string): void {
  const [[, template]] = files;
  if (language === "arm") return console.log(template.trimEnd());
  const mark = language === "bicep" ? "//" : "#";
  for (const [path, content] of files) console.log(`${mark} ---- ${path}\n${content}`);
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, OPTIONS);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const strategy = choose("--strategy", STRATEGIES, options.strategy);
  const language = choose("--as", Object.keys(WRITERS), options.as);
  const fastestFirst = options["fastest-first"]?.split(",").map((id) => id.trim());
  if (fastestFirst && strategy !== "latency-based") {
    throw new UsageError("--fastest-first is for --strategy latency-based only");
  }
  const files = WRITERS[language](templateOf(await loadConfig(), strategy, fastestFirst));
  if (options.out === undefined) print(files, language);
  else await write(files, options.out, options.force);
  return 0;
}

if (import.meta.main) await runCommand("export", main);
