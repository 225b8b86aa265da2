/**
 * `deno task parity`: the fidelity table's open questions, put to a service.
 * @module
 */
import { dirname } from "node:path";
import { connect, ownPrefix } from "../apim/mod.ts";
import { SystemClock } from "../core/clock.ts";
import { unknownName } from "../core/one_of.ts";
import { UserError } from "../core/user_error.ts";
import { chooseFidelity, type Fidelity } from "../gateway/mod.ts";
import { exportSignIn, loadService } from "../lab/config/config.ts";
import {
  embeddedPlane,
  parityMarkdown,
  type ParityReport,
  parityReport,
  parityTable,
  type Plane,
  type Probe,
  PROBES,
  runProbes,
  servicePlane,
  WITHOUT_PROBE,
} from "../probes/mod.ts";
import { readOptions, runCommand, UsageError } from "./command.ts";
import { endingSignal } from "./signals.ts";

const USAGE = `Usage: deno task parity [options]

  --target embedded|azure  where to ask; default embedded. azure is the service of .env
  --only NAME[,NAME...]    these switches only; --list names them
  --with NAME=CHOICE[,...] on the embedded APIM: switches that stand otherwise than by default
  --json                   the report on stdout as JSON
  --out FILE               where the report goes; default results/parity_TIME.json (with --json: nowhere else).
                           Beside it the table to read, with what is documented: .md
  --list                   the switches, each with its choices and what its probe does

On Azure a run makes two APIs and some backends whose names start with parity, sends about 400 small requests to
the gateway, calls no model, takes some three minutes, and removes what it made. The report names no service,
host or person: please send it back (an issue is fine), it settles what the documentation leaves open.

Example: deno task parity --target azure --only breakerWindow,cacheMiss
Exit codes: 0 asked (whatever the answers), 1 it could not be asked, 2 wrong usage, 130 interrupted.`;

const OPTIONS = {
  target: { type: "string", default: "embedded" },
  only: { type: "string" },
  with: { type: "string" },
  json: { type: "boolean", default: false },
  out: { type: "string" },
  list: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function chosen(only: string | undefined): readonly Probe[] {
  if (only === undefined) return PROBES;
  return only.split(",").map((name) => {
    const probe = PROBES.find(({ settles }) => settles === name.trim());
    if (probe) return probe;
    const excuse = (WITHOUT_PROBE as Record<string, string>)[name.trim()];
    throw new UsageError(
      excuse === undefined
        ? `--only: ${
          unknownName("switch", name.trim(), PROBES.map(({ settles }) => settles))
        }; --list says what each is`
        : `--only: ${name} has no probe: ${excuse}`,
    );
  });
}

function choices(text: string | undefined): Partial<Fidelity> {
  if (text === undefined) return {};
  const pairs = text.split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  if (pairs.some((pair) => pair.length !== 2)) {
    throw new UsageError(`--with takes NAME=CHOICE[,NAME=CHOICE...]: it is "${text}"`);
  }
  const wanted: Partial<Fidelity> = Object.fromEntries(pairs);
  try {
    chooseFidelity(wanted);
  } catch (error) {
    throw new UsageError(`--with: ${(error as Error).message}`);
  }
  return wanted;
}

interface Asked {
  readonly plane: Plane;
  readonly about: Pick<ParityReport, "target" | "service">;
}

function embedded(fidelity: Partial<Fidelity>): Asked {
  const service = { sku: "embedded", location: "local" };
  return { plane: embeddedPlane(fidelity), about: { target: "embedded", service } };
}

async function azure(clock: SystemClock, signal: AbortSignal): Promise<Asked> {
  await exportSignIn();
  const service = await loadService();
  const apim = await connect({ ...service, owner: service.prefix ?? ownPrefix }, { signal });
  console.error(`Asking the ${apim.sku} service ${apim.serviceName} in ${apim.location}.`);
  return {
    plane: servicePlane(apim, { clock, signal }),
    about: { target: "azure", service: { sku: apim.sku, location: apim.location } },
  };
}

function list(): string {
  return PROBES.map(({ settles, seconds }) => `${settles} (some ${seconds} s)`).join("\n");
}

async function write(path: string, report: ParityReport): Promise<void> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, `${JSON.stringify(report, null, 2)}\n`);
    await Deno.writeTextFile(`${path.replace(/\.json$/, "")}.md`, parityMarkdown(report));
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args, OPTIONS);
  if (options.help || options.list) {
    console.log(options.help ? USAGE : list());
    return 0;
  }
  const { target, json } = options;
  if (target !== "embedded" && target !== "azure") {
    throw new UsageError(`--target is embedded or azure: it is "${target}"`);
  }
  if (target === "azure" && options.with !== undefined) {
    throw new UsageError("--with is for the embedded APIM: Azure's switches are Azure's");
  }
  const probes = chosen(options.only);
  const fidelity = choices(options.with);
  const clock = new SystemClock();
  const { plane, about } = target === "embedded"
    ? await embedded(fidelity)
    : await azure(clock, signal);
  const when = new Date(clock.now()).toISOString();
  const quiet = json || target === "embedded";
  const run = await runProbes(plane, probes, {
    signal,
    onProgress: quiet ? undefined : (text) => console.error(text),
  });
  const report = parityReport(run, { when, ...about });
  if (json) console.log(JSON.stringify(report, null, 2));
  else console.log(parityTable(report));
  const out = options.out ??
    (json ? null : `results/parity_${when.replace(/[:.]/g, "-")}.json`);
  if (out === null) return 0;
  await write(out, report);
  if (!json) {
    console.log(`The report is in ${out}, the table with what is documented in the .md beside it.`);
  }
  return 0;
}

if (import.meta.main) {
  const signal = endingSignal(new UserError("interrupted; what was made is removed"));
  await runCommand("parity", (args) => main(args, signal), { signal });
}
