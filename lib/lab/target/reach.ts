/**
 * Whether each backend on Azure answers at all, before a notebook relies on it: one small call each.
 * @module
 */
import { SystemClock } from "../../core/clock.ts";
import { UserError } from "../../core/user_error.ts";
import type { RoutingBackend } from "../../policies/mod.ts";
import { type RequestRecord, send, type Target } from "../../workload/mod.ts";

/** The least that the Responses API takes. */
const PAYLOAD = { model: "set-by-the-policy", input: "Hi", max_output_tokens: 16 };
const PATIENCE_MS = 30_000;

export interface Reach {
  readonly backends: readonly RoutingBackend[];
  readonly direct: (backend: RoutingBackend) => Target;
  /** Serves the first backend's baseline. */
  readonly gateway: Target;
  readonly signal?: AbortSignal;
}

/**
 * Calls all backends directly, then the first through the gateway.
 * @returns what is worth knowing and keeps nobody from going on: a backend that is busy
 * @throws UserError with every backend that cannot serve, and what to do about each
 */
export async function checkReach({ backends, direct, gateway, signal }: Reach): Promise<string[]> {
  const options = { payload: PAYLOAD, timeoutMs: PATIENCE_MS, signal };
  const [first] = backends;
  const clock = new SystemClock(); // whether something answers is a matter of real time
  const [through, ...records] = await Promise.all(
    [gateway, ...backends.map(direct)].map((target) => send({ ...target, clock }, options)),
  );
  const problems: string[] = [];
  const notices: string[] = [];
  records.forEach((record, i) => {
    if (record.error === null) return;
    const said = `${backends[i].id} (${backends[i].endpoint}): ${record.error}`;
    if (record.status === 429) {
      notices.push(`${said}. It is busy; Azure sends requests elsewhere or back.`);
    } else problems.push(`${said}\n    ${cureOf(record, backends[i])}`);
  });
  const gatewayFails = through.error !== null && through.status !== 429;
  if (gatewayFails && records[0].error === null) {
    problems.push(
      `${first.id} through the gateway: ${through.error}\n    ${gatewayCure(through, first)}`,
    );
  }
  if (problems.length === 0) return notices;
  throw new UserError(
    `${problems.length === 1 ? "One backend does" : "Backends do"} not answer:\n` +
      problems.map((problem) => `  - ${problem}`).join("\n") +
      "\nThe workshop's API stands; nothing else was made. deno task azure verify checks more.",
  );
}

const ROLE = '"Cognitive Services OpenAI User"';

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
