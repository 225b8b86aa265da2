/**
 * The gateway's way to the regions, without sockets: the same decisions as over HTTP, told as messages.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { MaybePromise } from "../core/maybe_promise.ts";
import type {
  OutgoingRequest,
  ResponseMessage,
  Transport,
  TransportFailure,
} from "../gateway/mod.ts";
import {
  type Accepted,
  credentialProblem,
  type Region,
  type RegionDecision,
} from "../models/mod.ts";
import { type Flight, FLIGHT_HEADER, Flights } from "./flights.ts";
import {
  type Call,
  ERROR_BODIES,
  modelRequest,
  readCall,
  rejection,
  reply,
  success,
} from "./model_messages.ts";

/** A region with what one needs to call it. */
export interface ReachableRegion {
  readonly region: Region;
  readonly apiKey: string;
  /** Its place in the scenario. */
  readonly index: number;
}

/** Told when generation ended. `wasted`: nobody got the answer. */
export type OnFinished = (
  accepted: Accepted,
  region: number,
  span: { fromMs: number; untilMs: number },
  wasted: boolean,
) => void;

export class ModelTransport implements Transport {
  readonly flights = new Flights();
  readonly #regions: ReadonlyMap<string, ReachableRegion>;

  /** @param regions by origin: `https://backend-a.openai.azure.com` */
  constructor(
    regions: ReadonlyMap<string, ReachableRegion>,
    readonly clock: Clock,
    readonly sharedTokens: number,
    readonly onFinished: OnFinished,
  ) {
    this.#regions = regions;
  }

  send(request: OutgoingRequest): MaybePromise<ResponseMessage | TransportFailure> {
    const { url } = request;
    const pathAt = url.indexOf("/", url.indexOf("//") + 2);
    const reachable = this.#regions.get(url.slice(0, pathAt));
    if (!reachable) return failure("BackendConnectionFailure", `nothing listens at ${url}`);
    const credentials = {
      authorization: request.headers.get("Authorization"),
      key: request.headers.get("api-key"),
    };
    if (credentialProblem(credentials, reachable.apiKey, this.clock.now())) {
      return this.#later(15, reply(401, reachable.region, ERROR_BODIES[401]));
    }
    const call = readCall(url.slice(pathAt), request.body);
    if (call === null) return this.#later(15, reply(404, reachable.region, ERROR_BODIES[404]));
    if (call === undefined) return this.#later(15, reply(400, reachable.region, ERROR_BODIES[400]));
    const flight = this.flights.find(request.headers.get(FLIGHT_HEADER));
    if (flight) {
      flight.backendCalls++;
      this.abandon(flight);
    }
    const now = this.clock.now();
    const decided = reachable.region.begin(
      call.deployment,
      modelRequest(call, flight?.arrival, this.sharedTokens),
      now,
      request.headers.get("x-ms-spillover-deployment") ?? undefined,
    );
    if (!decided) return this.#later(15, reply(404, reachable.region, ERROR_BODIES[404]));
    return this.#carryOut(request, call, decided, reachable, flight, now);
  }

  /** The caller has the whole answer: generation ended with it. */
  deliver(flight: Flight): void {
    const { answer } = flight;
    if (answer === null) return;
    flight.answer = null;
    const now = this.clock.now();
    answer.accepted.deployment.finish(answer.accepted, now);
    this.onFinished(answer.accepted, answer.region, {
      fromMs: answer.arrivedMs,
      untilMs: now,
    }, false);
  }

  /** Nobody reads the answer any more: it counts as far as it was generated. */
  abandon(flight: Flight): void {
    const { answer } = flight;
    if (answer === null) return;
    flight.answer = null;
    this.#cutShort(answer.accepted, answer.region, answer.arrivedMs);
  }

  #cutShort(accepted: Accepted, region: number, arrivedMs: number): void {
    const now = this.clock.now();
    const { ttftMs, perTokenMs, completionTokens, deployment } = accepted;
    const elapsed = now - arrivedMs;
    const generated = elapsed < ttftMs ? 0 : Math.min(
      completionTokens,
      accepted.cutAfterTokens ?? Infinity,
      1 + Math.floor((elapsed - ttftMs) / perTokenMs),
    );
    deployment.finish(accepted, now, generated);
    this.onFinished(accepted, region, { fromMs: arrivedMs, untilMs: now }, true);
  }

  #carryOut(
    request: OutgoingRequest,
    call: Call,
    { decision, spill }: RegionDecision,
    reachable: ReachableRegion,
    flight: Flight | undefined,
    arrivedMs: number,
  ): MaybePromise<ResponseMessage | TransportFailure> {
    const headersMs = decision.kind !== "accepted"
      ? decision.afterMs
      : call.stream && !request.bufferResponse
      ? decision.ttftMs
      : decision.totalMs;
    const patienceMs = Math.min(
      request.timeoutMs,
      flight ? flight.deadlineMs - arrivedMs : Infinity,
    );
    if (headersMs > patienceMs) {
      return this.#after(patienceMs, () => {
        if (decision.kind === "accepted") this.#cutShort(decision, reachable.index, arrivedMs);
        return patienceMs < request.timeoutMs
          ? failure("ClientConnectionFailure", "the caller went away")
          : failure("Timeout", `no reply within ${request.timeoutMs / 1000} s`);
      });
    }
    return this.#after(headersMs, () => {
      switch (decision.kind) {
        case "reset":
          return failure("BackendConnectionFailure", "the connection was reset");
        case "hang":
          return failure("Timeout", "no reply");
        case "rejected":
          return rejection(decision, reachable.region, arrivedMs);
        case "accepted": {
          const message = success(decision, reachable.region, call, arrivedMs);
          if (spill) message.headers.set("x-ms-is-spilled-over", String(spill.error === null));
          if (flight) flight.answer = { accepted: decision, region: reachable.index, arrivedMs };
          else this.#finishLater(decision, reachable.index, arrivedMs);
          return message;
        }
      }
    });
  }

  /** A call that is no caller's own (a policy's send-request): it ends by itself. */
  #finishLater(accepted: Accepted, region: number, arrivedMs: number): void {
    const rest = arrivedMs + accepted.totalMs - this.clock.now();
    this.clock.schedule(rest, () => {
      accepted.deployment.finish(accepted, this.clock.now());
      this.onFinished(
        accepted,
        region,
        { fromMs: arrivedMs, untilMs: this.clock.now() },
        false,
      );
    });
  }

  #later(ms: number, message: ResponseMessage): MaybePromise<ResponseMessage> {
    return this.#after(ms, () => message);
  }

  /** What `result` gives after so long: one promise for both. */
  #after<T>(ms: number, result: () => T): MaybePromise<T> {
    if (ms <= 0) return result();
    return new Promise((resolve) => void this.clock.schedule(ms, () => resolve(result())));
  }
}

function failure(kind: TransportFailure["failure"], message: string): TransportFailure {
  return { failure: kind, message };
}
