/**
 * A whole gateway on the virtual clock: set up through ARM, called from outside, its backends scripted. For patterns
 * that published policies follow, in documents of our own.
 */
import "../../../defects.ts";
import { VirtualClock } from "../../../../lib/core/clock.ts";
import {
  createGateway,
  type Gateway,
  HeaderMap,
  MessageBody,
  MessageUrl,
} from "../../../../lib/gateway/mod.ts";
import type { OutgoingRequest, TransportFailure } from "../../../../lib/gateway/contracts/ports.ts";

/** What a backend or a service saw. */
export interface Sent {
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Virtual milliseconds since the service started. */
  readonly at: number;
}

/** What it answers; default 200 and no body. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly failure?: TransportFailure["failure"];
}

export interface Setup {
  /** The API's document. */
  readonly policy: string;
  readonly fragments?: Readonly<Record<string, string>>;
  /** By id: a URL, or ARM's properties. */
  readonly backends?: Readonly<Record<string, string | object>>;
  /** By name: a value, or ARM's properties. */
  readonly namedValues?: Readonly<Record<string, string | object>>;
  /** Names of subscriptions to the API, whose keys are `key of NAME`; without them it needs no key. */
  readonly subscribers?: readonly string[];
  /** The gateway's location. */
  readonly region?: string;
  readonly answer?: (sent: Sent) => Reply | undefined;
}

export interface Call {
  readonly method?: string;
  /** Below the API. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly subscriber?: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the call made the gateway send, in order. */
  readonly sent: readonly Sent[];
  readonly hosts: readonly string[];
}

export class Service {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 5));
  readonly #start = this.clock.now();
  #gateway!: Gateway;
  #sent: Sent[] = [];

  static async start(setup: Setup): Promise<Service> {
    const service = new Service();
    const { clock } = service;
    service.#gateway = createGateway({
      ports: { clock, transport: { send: (request) => service.#answer(request, setup.answer) } },
      ...(setup.region && { service: { location: setup.region } }),
    });
    await service.#putAll(setup);
    return service;
  }

  async #putAll(setup: Setup): Promise<void> {
    const { subscribers = [] } = setup;
    await this.#put("/apis/a", {
      displayName: "a",
      path: "a",
      protocols: ["https"],
      serviceUrl: "https://service.test",
      subscriptionRequired: subscribers.length > 0,
    });
    for (const method of ["GET", "POST"]) {
      await this.#put(`/apis/a/operations/${method}`, {
        displayName: method,
        method,
        urlTemplate: "/*",
      });
    }
    for (const name of subscribers) {
      const primaryKey = `key of ${name}`;
      await this.#put(`/subscriptions/${name}`, {
        displayName: name,
        scope: "/apis/a",
        state: "active",
        primaryKey,
      });
    }
    for (const [name, value] of Object.entries(setup.namedValues ?? {})) {
      const properties = typeof value === "string" ? { value } : value;
      await this.#put(`/namedValues/${name}`, { displayName: name, ...properties });
    }
    for (const [id, backend] of Object.entries(setup.backends ?? {})) {
      await this.#put(
        `/backends/${id}`,
        typeof backend === "string" ? { url: backend, protocol: "http" } : backend,
      );
    }
    for (const [id, value] of Object.entries(setup.fragments ?? {})) {
      await this.#put(`/policyFragments/${id}`, { value, format: "rawxml" });
    }
    await this.#put("/apis/a/policies/policy", { value: setup.policy, format: "rawxml" });
  }

  async #put(path: string, properties: object): Promise<void> {
    const { management } = this.#gateway;
    const url = `http://arm.test${management.serviceId}${path}?api-version=2024-05-01`;
    const request = new Request(url, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ properties }),
    });
    const response = await this.clock.run(management.handle(request));
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  async #answer(request: OutgoingRequest, answer: Setup["answer"]) {
    const body = await textOf(request.body?.wire() ?? null);
    const url = new URL(request.url);
    const sent: Sent = {
      host: url.host,
      path: url.pathname + url.search,
      method: request.method,
      headers: record(request.headers),
      body,
      at: this.clock.now() - this.#start,
    };
    this.#sent.push(sent);
    const reply = answer?.(sent) ?? {};
    if (reply.failure !== undefined) {
      return { failure: reply.failure, message: `${reply.failure}!` };
    }
    return {
      statusCode: reply.status ?? 200,
      statusReason: "",
      headers: HeaderMap.from(Object.entries(reply.headers ?? {})),
      body: reply.body === undefined ? null : new MessageBody(reply.body),
    };
  }

  async call(
    { method, path = "/x", headers = {}, body, subscriber }: Call = {},
  ): Promise<Answered> {
    this.#sent = [];
    const key = subscriber === undefined
      ? {}
      : { "Ocp-Apim-Subscription-Key": `key of ${subscriber}` };
    const response = await this.clock.run(Promise.resolve(this.#gateway.handle({
      method: method ?? (body === undefined ? "GET" : "POST"),
      url: MessageUrl.parse(`https://gateway.test/a${path}`),
      headers: HeaderMap.from(Object.entries({ ...key, ...headers })),
      body: body === undefined ? null : new MessageBody(body),
      ipAddress: "203.0.113.7",
    })));
    await response.body?.load();
    return {
      status: response.statusCode,
      headers: record(response.headers),
      body: response.body?.text() ?? "",
      sent: this.#sent,
      hosts: this.#sent.map(({ host }) => host),
    };
  }

  /** The statuses of calls, one after the other. */
  async statuses(count: number, call: Call = {}): Promise<number[]> {
    const statuses: number[] = [];
    for (let i = 0; i < count; i++) statuses.push((await this.call(call)).status);
    return statuses;
  }
}

/** What a backend reads: a body that was not kept for a retry is gone. */
function textOf(wire: string | Uint8Array | ReadableStream<Uint8Array> | null): Promise<string> {
  return new Response(wire instanceof Uint8Array ? wire.slice() : wire).text();
}

function record(headers: HeaderMap): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, values]) => [name.toLowerCase(), values.join("|")]),
  );
}

/** Answers with what the list holds, one by one, and with 200 after it. */
export function script(...replies: (Reply | number)[]): () => Reply {
  return () => {
    const next = replies.shift() ?? {};
    return typeof next === "number" ? { status: next } : next;
  };
}
