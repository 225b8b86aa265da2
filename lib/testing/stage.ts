/**
 * The transport of a test: calls go to the backends that play, and are noted.
 * @module
 */
import {
  type HeaderMap,
  type MessageBody,
  type OutgoingRequest,
  type ResponseMessage,
  type Transport,
  type TransportFailure,
} from "../gateway/mod.ts";
import type { BackendCall, PlayedBackend } from "./backends.ts";
import type { PatientClock } from "./patient_clock.ts";
import { isReply, messageOf, type Reply, replyOf } from "./reply.ts";

export class Stage implements Transport {
  readonly calls: BackendCall[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #startMs: number;
  /** Faults of the test itself, which must not pass for a backend's. */
  readonly faults: Error[] = [];

  constructor(readonly played: readonly PlayedBackend[], readonly clock: PatientClock) {
    this.#startMs = clock.now();
  }

  async send(request: OutgoingRequest): Promise<ResponseMessage | TransportFailure> {
    try {
      return await this.#answer(request);
    } catch (error) {
      this.faults.push(error instanceof Error ? error : new Error(String(error)));
      return { failure: "BackendConnectionFailure", message: "the test failed" };
    }
  }

  async #answer(request: OutgoingRequest): Promise<ResponseMessage | TransportFailure> {
    const { url, timeoutMs, signal } = request;
    const backend = this.#at(url);
    const body = await textOf(request.body);
    const number = (this.#numbers.get(backend.name) ?? 0) + 1;
    this.#numbers.set(backend.name, number);
    const call: BackendCall = {
      backend: backend.name,
      method: request.method,
      url,
      headers: headersOf(request.headers),
      body,
      json: () => JSON.parse(body),
      atMs: this.clock.now() - this.#startMs,
      number,
    };
    this.calls.push(call);
    const reply = await replyTo(call, backend);
    if (reply.afterMs > timeoutMs) {
      await this.clock.sleep(timeoutMs, signal ?? undefined);
      return { failure: "Timeout", message: `no reply within ${timeoutMs / 1000} s` };
    }
    await this.clock.sleep(reply.afterMs, signal ?? undefined);
    return reply.kind === "answer"
      ? messageOf(reply, this.clock)
      : { failure: reply.failure, message: `no connection to ${backend.url}` };
  }

  /** The backend with the longest URL that this one begins with. */
  #at(url: string): PlayedBackend {
    const called = comparable(url);
    const found = this.played
      .filter((backend) => isWithin(called, comparable(backend.url)))
      .sort((a, b) => b.url.length - a.url.length)[0];
    if (found !== undefined) return found;
    const known = this.played.map(({ name, url }) => `${name} (${url})`).join(", ") || "none";
    throw new Error(
      `The policy called ${url}, and no backend of the test plays it. Give it one: backends: ` +
        `{ "${new URL(url).origin}": reply(200) }. There are: ${known}.`,
    );
  }
}

function comparable(url: string): string {
  return new URL(url).href.replace(/\/+$/, "");
}

function isWithin(url: string, place: string): boolean {
  return url.startsWith(place) && /^(?:$|[/?#])/.test(url.slice(place.length));
}

async function replyTo(call: BackendCall, { name, player }: PlayedBackend): Promise<Reply> {
  const inTurn = typeof player === "function" || isReply(player) ? [player] : player;
  const answer = inTurn[Math.min(call.number, inTurn.length) - 1];
  if (isReply(answer)) return answer;
  const played: unknown = await answer(call);
  if (played instanceof Response) return await replyOf(played);
  if (isReply(played)) return played;
  throw new TypeError(`backends.${name}: its function must give a reply(status) or a Response.`);
}

async function textOf(body: MessageBody | null): Promise<string> {
  const wire = body?.wire() ?? null;
  if (wire === null) return "";
  return typeof wire === "string" ? wire : await new Response(wire as BodyInit).text();
}

/** A plain object with the fields, so that it prints and compares as one; the methods of `Headers` do not show. */
function headersOf(map: HeaderMap): BackendCall["headers"] {
  const headers = new Headers();
  for (const [name, values] of map) for (const value of values) headers.append(name, value);
  const shown = {};
  for (const name of headers.keys()) {
    const value = headers.get(name);
    Object.defineProperty(shown, name, { value, enumerable: true, configurable: true });
  }
  for (const name of Reflect.ownKeys(Headers.prototype)) {
    const method: unknown = Reflect.get(headers, name);
    if (name === "constructor" || typeof method !== "function") continue;
    Object.defineProperty(shown, name, { value: method.bind(headers), configurable: true });
  }
  return shown as BackendCall["headers"];
}
