/**
 * The embedded APIM for probes: in process, on a clock that stands still while the machine works. Its backends'
 * calls come back to its own gateway, where the mock is.
 * @module
 */
import { VirtualClock } from "../core/clock.ts";
import type { MaybePromise } from "../core/maybe_promise.ts";
import { Random } from "../core/random.ts";
import {
  createGateway,
  DEFAULT_SERVICE,
  type Fidelity,
  type Gateway,
  HeaderMap,
  MessageBody,
  MessageUrl,
  type OutgoingRequest,
  type ResponseMessage,
  type TransportFailure,
} from "../gateway/mod.ts";
import type { Plane, PlaneCall } from "./plane.ts";
import type { Reply } from "./probe.ts";

const CALLER = "203.0.113.7"; // documentation's address, RFC 5737
const API_VERSION = "2024-05-01";

/**
 * A fresh embedded APIM whose switches stand as `fidelity` says.
 * @param options.instances gateway instances that answer in turn, as a service's units do; default 1
 */
export function embeddedPlane(
  fidelity: Partial<Fidelity> = {},
  { instances = 1 }: { readonly instances?: number } = {},
): Plane {
  const clock = new VirtualClock();
  const { gatewayUrl } = DEFAULT_SERVICE;
  const gateway: Gateway = createGateway({
    fidelity,
    ports: {
      clock,
      random: new Random("parity"),
      transport: {
        send: (request) =>
          request.url.startsWith(`${gatewayUrl}/`)
            ? loopBack(gateway, request)
            : nobodyThere(request),
      },
    },
  });
  const answering: Pick<Gateway, "handle">[] = [gateway];
  while (answering.length < instances) answering.push(gateway.addInstance());
  const next = () => {
    answering.push(answering.shift()!);
    return answering[0];
  };
  const arm = async (method: string, path: string, body?: unknown, apiVersion = API_VERSION) => {
    const url = `https://arm${gateway.management.serviceId}/${path}?api-version=${apiVersion}`;
    return await gateway.management.handle(
      new Request(url, {
        method,
        headers: method === "DELETE" ? { "if-match": "*" } : { "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    );
  };
  return {
    serviceId: gateway.management.serviceId,
    owner: "",
    gatewayUrl,
    atATime: 1,
    async get(path, apiVersion) {
      const response = await arm("GET", path, undefined, apiVersion);
      return response.ok ? await response.json() : null;
    },
    async put(path, properties, apiVersion) {
      const response = await arm("PUT", path, { properties }, apiVersion);
      return response.ok ? null : refusalOf(await response.json());
    },
    async remove(path) {
      const response = await arm("DELETE", path);
      if (!response.ok && response.status !== 404) throw new Error(await response.text());
    },
    call: (call) => driven(clock, ask(next(), call)),
    wait: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
}

async function ask(
  gateway: Pick<Gateway, "handle">,
  { method, url, headers, body }: PlaneCall,
): Promise<Reply> {
  const response = await gateway.handle({
    method,
    url: MessageUrl.parse(url),
    headers: HeaderMap.from(Object.entries(headers)),
    body: body === null ? null : new MessageBody(body),
    ipAddress: CALLER,
  });
  await response.body?.load();
  return {
    status: response.statusCode,
    header: (name) => response.headers.get(name) ?? null,
    body: response.body?.text() ?? "",
  };
}

/** A call to a backend that is the gateway itself. */
function loopBack(gateway: Gateway, request: OutgoingRequest): MaybePromise<ResponseMessage> {
  const wire = request.body?.wire() ?? null;
  return gateway.handle({
    method: request.method,
    url: MessageUrl.parse(request.url),
    headers: request.headers,
    body: wire === null ? null : new MessageBody(wire),
    ipAddress: CALLER,
  });
}

function nobodyThere({ url }: OutgoingRequest): TransportFailure {
  return { failure: "BackendConnectionFailure", message: `no such host: ${new URL(url).host}` };
}

/** Lets time go on from event to event until `work` is done; what waits for the outside world is waited for. */
async function driven<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let ended = false;
  const done = () => void (ended = true);
  work.then(done, done);
  for (;;) {
    await clock.advance(0);
    if (ended || !clock.step()) return await work;
  }
}

function refusalOf(
  body: { error?: { message?: string; details?: { message: string }[] } },
): string {
  const { message = "", details } = body.error ?? {};
  return [message, ...(details ?? []).map((detail) => detail.message)].join(" ");
}
