/**
 * One region as a fetch-style handler.
 * @module
 */
import { BoundedMap } from "../../core/bounded_map.ts";
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import { estimateTokens, exactTokens, type TokenCounter } from "../../core/tokens.ts";
import type { Accepted, ModelDeployment, ModelRequest } from "../deployment.ts";
import type { Region } from "../region.ts";
import { type Answer, type StreamEvent, withLogprobs } from "./answer.ts";
import { type ModelCall, readChat, readResponses } from "./call.ts";
import { chatCompletion, chatEvents } from "./chat.ts";
import { control } from "./control.ts";
import { credentialProblem } from "./credentials.ts";
import { type EmbeddingsCall, embeddingsReply, inputTokens, readEmbeddings } from "./embeddings.ts";
import {
  ApiError,
  contentFiltered,
  deploymentNotFound,
  rejection,
  responseNotFound,
} from "./errors.ts";
import { addDeploymentHeaders, addRetryAfter, addSpillHeaders, replyHeaders } from "./headers.ts";
import { modelList } from "./model_list.ts";
import { plan } from "./model_request.ts";
import type { Operation } from "./operation.ts";
import { Parameters } from "./parameters.ts";
import { checkReasoning } from "./reasoning.ts";
import { responseEvents, responseId, responseObject } from "./responses.ts";
import { readJson, type Route, routeOf } from "./route.ts";

/** The connection is to be reset without a reply. */
export class ConnectionReset extends Error {
  override name = "ConnectionReset";
}

/** A prompt that holds this text gets the content filter's 400. */
export const CONTENT_FILTER_MARKER = "[[content-filter]]";

/** Responses kept for GET: the service keeps them for 30 days, we the latest ones. */
const STORED = { entries: 1000, bytes: 64 * 1024 * 1024 };

/** Real milliseconds below which chunks are joined: timers are no finer. */
const LEAST_CHUNK_GAP_MS = 5;

export interface HandlerOptions {
  readonly region: Region;
  readonly clock: Clock;
  readonly random: Random;
  readonly apiKey: string;
  /** default: the exact tokenizer, loaded at first use */
  readonly countTokens?: TokenCounter;
}

/** @returns a handler that throws {@link ConnectionReset} where a connection is to be reset. */
export function modelHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const handler = new ModelHandler(options);
  return (request) => handler.handle(request);
}

class ModelHandler {
  readonly #stored = new BoundedMap<Record<string, unknown>>(STORED);

  constructor(readonly options: HandlerOptions) {}

  async handle(request: Request): Promise<Response> {
    const { region, clock, random } = this.options;
    const controlled = await control(region, clock, request);
    if (controlled) return controlled;
    const headers = replyHeaders(region, {
      requestId: random.uuid(),
      clientRequestId: request.headers.get("x-ms-client-request-id"),
    });
    try {
      const credentials = {
        authorization: request.headers.get("authorization"),
        key: request.headers.get("api-key"),
      };
      const problem = credentialProblem(credentials, this.options.apiKey, clock.now());
      if (problem) throw problem;
      return await this.#routed(request, routeOf(request), headers);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return Response.json(error.body, { status: error.status, headers });
    }
  }

  async #routed(request: Request, route: Route, headers: Headers): Promise<Response> {
    const { apiVersion } = route;
    if (route.kind === "stored") {
      return this.#storedResponse(request.method, route.responseId, headers);
    }
    if (route.kind === "models") {
      return Response.json(modelList(this.options.region, route.model), { headers });
    }
    const body = await readJson(request);
    const context = { deployment: route.deployment, apiVersion };
    switch (route.operation) {
      case "ChatCompletions_Create":
        return await this.#answer(request, apiVersion, readChat(body, context), headers);
      case "Responses_Create":
        return await this.#answer(request, apiVersion, readResponses(body, context), headers);
      case "Embeddings_Create":
        return await this.#embed(request, apiVersion, readEmbeddings(body, context), headers);
      case "Completions_Create": {
        const { model } = this.#deployment(new Parameters({ model: route.deployment, ...body })
          .requiredText("model"));
        throw ApiError.operationNotSupported("completion", model);
      }
    }
  }

  /** The tokenizer takes a moment to load: only when somebody's text has to be counted. */
  async #counter(headers: Headers): Promise<TokenCounter> {
    if (headers.has("x-simulated-prompt-tokens")) return estimateTokens;
    return this.options.countTokens ?? await exactTokens();
  }

  #storedResponse(method: string, id: string, headers: Headers): Response {
    const stored = this.#stored.get(id);
    if (!stored) throw responseNotFound(id, false);
    if (method === "GET") return Response.json(stored, { headers });
    this.#stored.delete(id);
    return Response.json({ id, object: "response", deleted: true }, { headers });
  }

  #deployment(name: string): ModelDeployment {
    const deployment = this.options.region.deployments.get(name);
    if (!deployment) throw deploymentNotFound;
    return deployment;
  }

  async #embed(
    request: Request,
    apiVersion: string,
    call: EmbeddingsCall,
    headers: Headers,
  ): Promise<Response> {
    const deployment = this.#deployment(call.deployment);
    const { facts, model } = deployment;
    if (!facts.embedding) throw ApiError.operationNotSupported("embeddings", model);
    const promptTokens = inputTokens(call, facts, await this.#counter(request.headers));
    const reply = JSON.stringify(embeddingsReply(call, deployment, promptTokens));
    const { clock } = this.options;
    const arrival = clock.now();
    // what one input may have is checked already: together they may be longer
    const admitted = { promptTokens, maxTokens: 0, completionTokens: 0 };
    const accepted = await this.#admitted(request, headers, {
      deployment: call.deployment,
      model: admitted,
      operation: "Embeddings_Create",
      apiVersion,
      arrival,
    });
    return await this.#whole(request.signal, accepted, arrival, reply, headers);
  }

  async #answer(
    request: Request,
    apiVersion: string,
    call: ModelCall,
    headers: Headers,
  ): Promise<Response> {
    const { clock, random } = this.options;
    const deployment = this.#deployment(call.deployment);
    const chat = call.operation === "ChatCompletions_Create";
    if (deployment.facts.embedding) {
      throw ApiError.operationNotSupported(chat ? "chatCompletion" : "responses", deployment.model);
    }
    checkReasoning(call, deployment.facts);
    if (call.previousResponseId !== null && !this.#stored.has(call.previousResponseId)) {
      throw responseNotFound(call.previousResponseId, true);
    }
    if (call.conversation.text.includes(CONTENT_FILTER_MARKER)) throw contentFiltered();
    const id = random.uuid().replaceAll("-", "");
    const own = random.fork(id);
    const { request: model, choices } = await plan(call, deployment, request.headers, {
      count: await this.#counter(request.headers),
      random,
      own,
    });
    const arrival = clock.now();
    const accepted = await this.#admitted(request, headers, {
      deployment: call.deployment,
      model,
      operation: call.operation,
      apiVersion,
      arrival,
    });
    const answer: Answer = {
      id,
      created: Math.floor(arrival / 1000),
      model: `${accepted.deployment.model}-${accepted.deployment.facts.version}`,
      accepted,
      choices: choices.map((choice) => withLogprobs(choice, call, own)),
      call,
    };
    if (!chat && call.store) this.#store(answer);
    if (!call.stream) {
      const reply = JSON.stringify(chat ? chatCompletion(answer) : responseObject(answer));
      return await this.#whole(request.signal, accepted, arrival, reply, headers);
    }
    const chunkTokens = chunkTokensOf(accepted, clock.speed);
    const events = chat
      ? chatEvents(answer, { chunkTokens, includeUsage: call.includeUsage })
      : responseEvents(answer, { chunkTokens });
    return await this.#streamed(request.signal, accepted, arrival, events, headers);
  }

  /** Lets the region decide; comes back only when it serves. @throws ApiError, ConnectionReset */
  async #admitted(
    request: Request,
    headers: Headers,
    { deployment, model, operation, apiVersion, arrival }: {
      readonly deployment: string;
      readonly model: ModelRequest;
      readonly operation: Operation;
      readonly apiVersion: string;
      readonly arrival: number;
    },
  ): Promise<Accepted> {
    const { region, clock } = this.options;
    const spilloverTo = request.headers.get("x-ms-spillover-deployment") ?? undefined;
    const { decision, spill } = region.begin(deployment, model, arrival, spilloverTo)!;
    addDeploymentHeaders(headers, decision.deployment, arrival);
    addSpillHeaders(headers, spill);
    switch (decision.kind) {
      case "reset":
        await clock.sleep(decision.afterMs, request.signal);
        throw new ConnectionReset();
      case "hang":
        return await aborted(request.signal);
      case "rejected":
        addRetryAfter(headers, decision);
        await clock.sleep(decision.afterMs, request.signal);
        throw rejection(decision, { operation, apiVersion, region: region.displayName });
      case "accepted":
        return decision;
    }
  }

  async #whole(
    signal: AbortSignal,
    accepted: Accepted,
    arrival: number,
    body: string,
    headers: Headers,
  ): Promise<Response> {
    const { clock } = this.options;
    const { deployment, cutAfterTokens, totalMs } = accepted;
    headers.set("content-type", "application/json");
    try {
      await clock.sleep(totalMs, signal);
    } catch (error) {
      deployment.finish(accepted, clock.now(), tokensAt(accepted, clock.now() - arrival));
      throw error;
    }
    deployment.finish(accepted, clock.now());
    if (cutAfterTokens === null) return new Response(body, { headers });
    const bytes = new TextEncoder().encode(body);
    headers.set("content-length", String(bytes.length));
    return new Response(brokenStream(bytes.subarray(0, bytes.length >> 1)), { headers });
  }

  /** Headers come with the first token; the events follow at their times. */
  async #streamed(
    signal: AbortSignal,
    accepted: Accepted,
    arrival: number,
    events: Generator<StreamEvent>,
    headers: Headers,
  ): Promise<Response> {
    const { clock } = this.options;
    const { deployment, cutAfterTokens, ttftMs, perTokenMs } = accepted;
    headers.set("content-type", "text/event-stream; charset=utf-8");
    headers.set("azureai-fe-is-streaming", "true");
    const gone = new AbortController();
    let generated = 0;
    const waiting = AbortSignal.any([signal, gone.signal]);
    const paced = async function* () {
      try {
        for (const event of events) {
          const due = arrival + ttftMs + perTokenMs * (event.afterTokens - 1);
          await clock.sleep(due - clock.now(), waiting);
          if (cutAfterTokens !== null && event.afterTokens > cutAfterTokens) {
            throw new ConnectionReset();
          }
          generated = event.afterTokens;
          yield event.text;
        }
      } finally {
        deployment.finish(accepted, clock.now(), Math.min(generated, accepted.completionTokens));
      }
    }();
    const first = await paced.next(); // waits for the first token
    const encoder = new TextEncoder();
    let pending: IteratorResult<string, void> | null = first;
    return new Response(
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { done, value } = pending ?? await paced.next();
          pending = null;
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        },
        async cancel() {
          gone.abort(new DOMException("the caller went away", "AbortError"));
          await paced.return();
        },
      }),
      { headers },
    );
  }

  #store(answer: Answer): void {
    const response = responseObject(answer);
    this.#stored.set(responseId(answer), response, 2 * JSON.stringify(response).length);
  }
}

function chunkTokensOf({ perTokenMs }: Accepted, speed: number): number {
  if (!Number.isFinite(speed)) return 1;
  return Math.max(1, Math.ceil(LEAST_CHUNK_GAP_MS * speed / Math.max(perTokenMs, 0.001)));
}

/** Tokens that are generated `elapsedMs` after the arrival. */
function tokensAt({ ttftMs, perTokenMs, completionTokens }: Accepted, elapsedMs: number): number {
  if (elapsedMs < ttftMs) return 0;
  return Math.min(completionTokens, 1 + Math.floor((elapsedMs - ttftMs) / perTokenMs));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Some bytes, then a broken connection. */
function brokenStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => controller.error(new ConnectionReset()),
  }, { highWaterMark: 0 });
}
