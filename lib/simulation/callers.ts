/**
 * The callers of a run: each request from its arrival to its end, retries included.
 * @module
 */
import type { Random } from "../core/random.ts";
import { isPromise } from "../core/maybe_promise.ts";
import {
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  MessageUrl,
  type ResponseMessage,
} from "../gateway/mod.ts";
import { tokenCostUsd } from "../models/mod.ts";
import type { Arrival } from "./arrival.ts";
import { retries, retryDelayMs } from "./client_retry.ts";
import type { Ledger } from "./ledger.ts";
import { type Flight, FLIGHT_HEADER } from "./flights.ts";
import { API_PATH } from "./publish.ts";
import type { Scenario } from "./scenario.ts";
import { START_MS, type World } from "./world.ts";

const URL_TEMPLATE = MessageUrl.parse(
  `https://simulated-apim.azure-api.net/${API_PATH}/responses`,
);

/** Who answered, and what it costs by the token. */
interface Answer {
  readonly region: number;
  readonly paidByToken: boolean;
  readonly completionTokens: number;
  readonly tokenCostUsd: number;
}

/** A reply that no model made: a policy's own, a cached one. */
const BY_THE_GATEWAY: Answer = {
  region: -1,
  paidByToken: false,
  completionTokens: 0,
  tokenCostUsd: 0,
};

export class Callers {
  /** What all requests carry. */
  readonly #headers: HeaderMap;
  /** Bodies that ask for a stream, and those that do not, by the limit on output. */
  readonly #streamed = new Map<number | null, string>();
  readonly #whole = new Map<number | null, string>();
  readonly #maxRetries: number;
  readonly #timeoutMs: number;
  #turn = 0;

  constructor(
    readonly world: World,
    readonly ledger: Ledger,
    readonly random: Random,
    client: Scenario["client"],
  ) {
    this.#headers = HeaderMap.from([
      ["Content-Type", "application/json"],
      ["Ocp-Apim-Subscription-Key", world.key.reveal()],
    ]);
    this.#maxRetries = client.retries;
    this.#timeoutMs = client.timeoutSeconds * 1000;
  }

  /** Sends one request and books what becomes of it. */
  async send(arrival: Arrival): Promise<void> {
    const { clock, transport } = this.world;
    const flight = transport.flights.begin(arrival);
    this.ledger.offer(arrival.atMs);
    let seen429 = 0;
    let gatewayRetries = 0;
    for (let attempt = 0;; attempt++) {
      flight.deadlineMs = clock.now() + this.#timeoutMs;
      flight.backendCalls = 0;
      const gateways = this.world.gateways;
      const gateway = gateways[this.#turn++ % gateways.length];
      const handled = gateway.handle(this.#request(flight));
      const reply = isPromise(handled) ? await handled : handled;
      gatewayRetries += Math.max(0, flight.backendCalls - 1);
      const late = clock.now() >= flight.deadlineMs;
      if (reply.statusCode === 429) seen429++;
      if (!late && reply.statusCode >= 200 && reply.statusCode < 300) {
        const firstMs = clock.now();
        const answer = await this.#read(flight);
        this.#book(flight, reply, { attempt, gatewayRetries, seen429, firstMs, answer });
        break;
      }
      transport.abandon(flight);
      if (attempt === this.#maxRetries || !(late || retries(reply.statusCode))) {
        this.#book(flight, reply, { attempt, gatewayRetries, seen429, firstMs: 0, answer: null });
        break;
      }
      const { headers } = reply;
      await clock.sleep(retryDelayMs(
        {
          retryAfterMs: headers.get("retry-after-ms"),
          retryAfter: headers.get("retry-after"),
        },
        attempt,
        this.random,
      ));
    }
    transport.flights.end(flight);
  }

  /** Reads the answer to its end; null when it breaks off. */
  async #read(flight: Flight): Promise<Answer | null> {
    const { answer } = flight;
    if (answer === null) return BY_THE_GATEWAY;
    const { clock, transport } = this.world;
    const { accepted, arrivedMs, region } = answer;
    const cut = accepted.cutAfterTokens;
    const lastMs = arrivedMs +
      (cut === null
        ? accepted.totalMs
        : accepted.ttftMs + accepted.perTokenMs * Math.max(0, cut - 1));
    const restMs = Math.min(lastMs, flight.deadlineMs) - clock.now();
    if (restMs > 0) await clock.sleep(restMs);
    if (cut !== null || lastMs > flight.deadlineMs) {
      transport.abandon(flight);
      return null;
    }
    transport.deliver(flight);
    const { deployment, promptTokens, cachedTokens, completionTokens } = accepted;
    const paidByToken = deployment.type === "PAYG";
    const tokens = { input: promptTokens, cachedInput: cachedTokens, output: completionTokens };
    return {
      region,
      paidByToken,
      completionTokens,
      tokenCostUsd: paidByToken ? tokenCostUsd(deployment.facts, tokens) : 0,
    };
  }

  #book(
    { arrival }: Flight,
    { statusCode }: ResponseMessage,
    end: {
      attempt: number;
      gatewayRetries: number;
      seen429: number;
      firstMs: number;
      answer: Answer | null;
    },
  ): void {
    const startMs = START_MS + arrival.atMs;
    const { answer } = end;
    this.ledger.add({
      index: arrival.index,
      atMs: arrival.atMs,
      latencyMs: this.world.clock.now() - startMs,
      ttftMs: arrival.stream && answer !== null ? end.firstMs - startMs : null,
      status: statusCode,
      answered: answer !== null,
      backend: answer?.region ?? -1,
      paidByToken: answer?.paidByToken ?? false,
      gatewayRetries: end.gatewayRetries,
      clientRetries: end.attempt,
      seen429: end.seen429,
      completionTokens: answer?.completionTokens ?? 0,
      tokenCostUsd: answer?.tokenCostUsd ?? 0,
    });
  }

  #request({ arrival, id }: Flight): IncomingRequest {
    const headers = this.#headers.clone();
    headers.set(FLIGHT_HEADER, id);
    return {
      method: "POST",
      url: URL_TEMPLATE,
      headers,
      body: new MessageBody(this.#bodyOf(arrival)),
      ipAddress: "203.0.113.7",
    };
  }

  /** One text for all that say the same, so that whoever knows one knows them all. */
  #bodyOf({ maxTokens, stream }: Arrival): string {
    const bodies = stream ? this.#streamed : this.#whole;
    let body = bodies.get(maxTokens);
    if (body === undefined) {
      const limit = maxTokens === null ? "" : `,"max_output_tokens":${maxTokens}`;
      const streaming = stream ? ',"stream":true' : "";
      body = `{"model":"will-be-overridden","input":"What color is the sky?"${limit}${streaming}}`;
      bodies.set(maxTokens, body);
    }
    return body;
  }
}
