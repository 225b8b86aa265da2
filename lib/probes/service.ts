/**
 * A service for probes, over HTTP: Azure's, or the embedded one as a process of its own.
 * @module
 */
import { type Apim, type ArmReply, callArm, saidBy, settled } from "../apim/mod.ts";
import type { Clock } from "../core/clock.ts";
import { UserError } from "../core/user_error.ts";
import type { Plane, PlaneCall } from "./plane.ts";
import type { Reply } from "./probe.ts";

/** Probes at a time: they wait more than they work, and a gateway takes more than this. */
const AT_A_TIME = 8;
/** A call may take this long: the slowest probe waits for name resolution to fail. */
const CALL_LIMIT_MS = 60_000;
/** Another write to the same entity is under way, or too many in all: tried again, with this between. */
const BUSY = new Set([409, 412, 422, 429]);
const BUSY_TRIES = 8;
const BUSY_WAIT_MS = 3_000;

/** @param options.signal stops waits and calls; what was put can still be removed */
export function servicePlane(
  apim: Apim,
  options: { readonly clock: Clock; readonly signal?: AbortSignal },
): Plane {
  const { clock, signal } = options;
  const wait = (ms: number) => clock.sleep(ms);
  const arm = async (
    method: "GET" | "PUT" | "DELETE",
    path: string,
    more: { readonly body?: unknown; readonly apiVersion?: string } = {},
  ): Promise<ArmReply> => {
    const headers = method === "DELETE" ? { "if-match": "*" } : undefined;
    const call = { method, path: `${apim.id}/${path}`, headers, ...more };
    for (let tries = 1;; tries++) {
      const reply = await settled(apim, await callArm(apim, call), wait);
      if (!BUSY.has(reply.status) || tries === BUSY_TRIES) return reply;
      await wait(BUSY_WAIT_MS);
    }
  };
  return {
    serviceId: apim.id,
    owner: apim.owner,
    gatewayUrl: apim.gatewayUrl,
    atATime: AT_A_TIME,
    async get(path, apiVersion) {
      const reply = await arm("GET", path, { apiVersion });
      if (reply.status === 404) return null;
      if (reply.status !== 200) throw refused(`read ${path}`, reply);
      return reply.body as Record<string, unknown>;
    },
    async put(path, properties, apiVersion) {
      signal?.throwIfAborted();
      const reply = await arm("PUT", path, { body: { properties }, apiVersion });
      if (reply.status === 401 || reply.status === 403) throw refused(`put ${path}`, reply);
      return reply.status < 300 ? null : saidBy(reply);
    },
    async remove(path) {
      const reply = await arm("DELETE", path);
      if (reply.status >= 300 && reply.status !== 404) throw new Error(saidBy(reply));
    },
    call: (call) => ask(call, signal),
    wait: (ms) => clock.sleep(ms, signal),
    now: () => clock.now(),
  };
}

function refused(action: string, reply: ArmReply): UserError {
  return new UserError(
    `Cannot ${action}: ${saidBy(reply)}\nThe signed-in account needs the role ` +
      '"API Management Service Contributor" on the service.',
  );
}

async function ask(
  { url, method, headers, body }: PlaneCall,
  signal: AbortSignal | undefined,
): Promise<Reply> {
  const limit = AbortSignal.timeout(CALL_LIMIT_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`The gateway cannot be called at ${url}: ${why}`);
  }
  const text = await response.text();
  return { status: response.status, header: (name) => response.headers.get(name), body: text };
}
