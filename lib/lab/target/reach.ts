/**
 * Whether each backend on Azure answers at all, before a notebook relies on it: one small call each.
 * @module
 */
import { MODEL_ROLE } from "../../apim/mod.ts";
import { type Clock, SystemClock } from "../../core/clock.ts";
import { table } from "../../core/table.ts";
import { UserError } from "../../core/user_error.ts";
import type { RoutingBackend } from "../../policies/mod.ts";
import { type RequestRecord, send, type Target } from "../../workload/mod.ts";

/** The least that the Responses API takes. */
const PAYLOAD = { model: "set-by-the-policy", input: "Hi", max_output_tokens: 16 };
const PATIENCE_MS = 30_000;

/** A new role takes 5 to 10 minutes until the models take it. */
const ROLE_LIMIT_MS = 12 * 60_000;
const ROLE_PAUSE_MS = 15_000;

/** What may pass by itself, a server's failure or no answer, is asked again so often. */
const TRIES = 3;
const PAUSE_MS = 2_000;

export interface Reach {
  readonly backends: readonly RoutingBackend[];
  readonly direct: (backend: RoutingBackend) => Target;
  /** Serves the first backend's baseline. */
  readonly gateway: Target;
  /** Of the waiting. */
  readonly clock: Clock;
  /** Whether a role was assigned only lately to who calls a backend: the gateway, or who signed in. */
  readonly roleIsNew: (backend: RoutingBackend, who: "gateway" | "caller") => Promise<boolean>;
  /** Told what is waited for. */
  readonly say: (what: string) => Promise<void>;
  /** Asked before requests are sent. */
  readonly spend: (count: number) => void;
  readonly signal?: AbortSignal;
}

/** One way to a backend, and what came of it. */
interface Way {
  readonly who: "gateway" | "caller";
  readonly backend: RoutingBackend;
  readonly record: RequestRecord;
}

/**
 * Calls all backends directly, then the first through the gateway. Where a role is new and does not count yet, it
 * waits for it, twelve minutes at the most.
 * @returns what is worth knowing and keeps nobody from going on: a backend that is busy
 * @throws UserError with every backend that cannot serve, and what to do about each
 */
export async function checkReach(reach: Reach): Promise<string[]> {
  const { backends, clock, say, signal } = reach;
  const end = clock.now() + ROLE_LIMIT_MS;
  let ways = await ask(reach, [
    { who: "gateway", backend: backends[0] },
    ...backends.map((backend) => ({ who: "caller", backend } as const)),
  ]);
  for (;;) {
    const refused = ways.filter(isRefused);
    const news = await Promise.all(
      refused.map(({ backend, who }) => reach.roleIsNew(backend, who)),
    );
    const waiting = refused.filter((_, i) => news[i]);
    if (waiting.length === 0 || clock.now() + ROLE_PAUSE_MS > end) break;
    await say(
      `waiting until a new role counts, some 5 to 10 minutes: ${
        waiting.map(({ backend, who }) => `${backend.id} refuses ${NAMES[who]}`).join(", ")
      }`,
    );
    await clock.sleep(ROLE_PAUSE_MS, signal);
    ways = await askAgain({ ...reach, spend: () => {} }, ways, waiting); // no model was called
  }
  for (let tries = 1; tries < TRIES; tries++) {
    const failed = ways.filter(({ record: { status } }) => status === 0 || status >= 500);
    if (failed.length === 0) break;
    await clock.sleep(PAUSE_MS, signal);
    ways = await askAgain(reach, ways, failed);
  }
  return conclude(ways);
}

async function askAgain(
  reach: Reach,
  ways: readonly Way[],
  again: readonly Way[],
): Promise<Way[]> {
  return [...ways.filter((way) => !again.includes(way)), ...await ask(reach, again)];
}

const NAMES = table({ gateway: "the gateway", caller: "you" });

async function ask(
  { direct, gateway, spend, signal }: Reach,
  ways: readonly Pick<Way, "who" | "backend">[],
): Promise<Way[]> {
  spend(ways.length);
  const clock = new SystemClock(); // whether something answers is a matter of real time
  const options = { payload: PAYLOAD, timeoutMs: PATIENCE_MS, signal };
  return await Promise.all(ways.map(async ({ who, backend }) => {
    const target = who === "gateway" ? gateway : direct(backend);
    return { who, backend, record: await send({ ...target, clock }, options) };
  }));
}

/** Refused by a model that asks for a role. */
function isRefused({ record: { status }, backend: { apiKey } }: Way): boolean {
  return apiKey === null && (status === 401 || status === 403);
}

function conclude(ways: readonly Way[]): string[] {
  const problems: string[] = [];
  const notices: string[] = [];
  const byCaller = ways.filter(({ who }) => who === "caller");
  for (const { record, backend } of byCaller) {
    if (record.error === null) continue;
    const said = `${backend.id} (${backend.endpoint}): ${record.error}`;
    if (record.status === 429) {
      notices.push(`${said}. It is busy; Azure sends requests elsewhere or back.`);
    } else problems.push(`${said}\n    ${cureOf(record, backend)}`);
  }
  for (const { record, backend } of ways.filter(({ who }) => who === "gateway")) {
    if (record.error === null || record.status === 429) continue;
    const alone = byCaller.find((way) => way.backend === backend)?.record.error === null;
    if (!alone) continue; // it fails as the backend itself does
    problems.push(
      `${backend.id} through the gateway: ${record.error}\n    ${gatewayCure(record, backend)}`,
    );
  }
  if (problems.length === 0) return notices;
  throw new UserError(
    `${problems.length === 1 ? "One backend does" : "Backends do"} not answer:\n` +
      problems.map((problem) => `  - ${problem}`).join("\n") +
      "\nThe workshop's API stands; nothing else was made. deno task azure verify checks more.",
  );
}

const ROLE = `"${MODEL_ROLE}"`;

function cureOf({ status }: RequestRecord, { apiKey, deployment }: RoutingBackend): string {
  switch (status) {
    case 401:
      return apiKey === null
        ? `Have the role ${ROLE} assigned to you on the resource; a new one takes 5 to 10 minutes.`
        : "Its key is wrong: copy it from the resource's page Keys and Endpoint into .env.";
    case 403:
      return "Its network rules or roles keep you out: allow this machine, or have the role " +
        `${ROLE} assigned.`;
    case 404:
      return `There is no deployment "${deployment}", or the region has no Responses API: set the backend's ` +
        "..._DEPLOYMENT in .env (az cognitiveservices account deployment list shows the names), or use another region.";
    case 0:
      return "Check the endpoint in .env, the network and a proxy.";
    default:
      return "Run the cell again; if it stays so, look at the resource's health in the portal.";
  }
}

function gatewayCure({ status }: RequestRecord, { apiKey }: RoutingBackend): string {
  if (status === 401 && apiKey === null) {
    return `The gateway's identity needs the role ${ROLE} on the resource; a new one takes 5 to 10 minutes. ` +
      "deno task azure verify prints the command.";
  }
  if (status === 500) {
    return "Has the service a managed identity? A policy at another scope may fail, too: trace a request.";
  }
  return "A policy at another scope may answer first, or the gateway cannot reach the resource.";
}
