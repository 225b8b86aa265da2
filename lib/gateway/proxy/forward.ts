/**
 * forward-request's work: from the request's target to a backend's reply. Picks the pool's member, asks
 * its breaker, adds its credentials, calls it, and tells the breaker what became of it.
 * @see https://learn.microsoft.com/azure/api-management/backends
 * @module
 */
import { isCredentialName } from "../../core/credentials.ts";
import { FAILURE } from "../contracts/texts/failures.ts";
import { chain, isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import type { BackendStates, PoolBackend, SingleBackend } from "../backend/backend_states.ts";
import { parseRetryAfterMs } from "../backend/retry_after.ts";
import {
  type HeaderMap,
  type MessageBody,
  RefusedRequestError,
  type ResponseMessage,
} from "../contracts/message.ts";
import { formatQuery, MessageUrl } from "../contracts/url.ts";
import type { Forwarder, Run } from "../contracts/run.ts";
import type { ClientCertificate, OutgoingRequest, TransportFailure } from "../contracts/ports.ts";
import { type BaseUrl, joinPath, joinQuery, parseBaseUrl } from "./backend_url.ts";
import { addForwarded, cookieValue, dropHopByHop, withoutHopByHop } from "./headers.ts";
import type { Published } from "./published.ts";
import type { BackendCredentials } from "../contracts/backend.ts";
import type { ForwardOptions } from "../contracts/forward.ts";

/** Where one call goes. */
interface Choice {
  readonly base: BaseUrl;
  /** The entity whose breaker and credentials apply; null for a plain URL that matches none. */
  readonly backend: SingleBackend | null;
  readonly pool: PoolBackend | null;
}

/** Carries the calls of one request. Each forward picks anew. */
export class RequestForwarder implements Forwarder {
  #attempts = 0;
  #last: ResponseMessage | null = null;

  /** @param callerHost the Host field's values as they came: those do not go on, whatever they say */
  constructor(
    readonly published: Published,
    readonly states: BackendStates,
    readonly callerHost?: readonly string[],
  ) {}

  forward(run: Run, options: ForwardOptions): MaybePromise<ResponseMessage> {
    const { body } = run.context.request;
    if (!options.bufferRequestBody || body === null || body.loaded) return this.#go(run, options);
    return chain(body.load({ budget: run.context.budget }), () => this.#go(run, options));
  }

  #go(run: Run, options: ForwardOptions): MaybePromise<ResponseMessage> {
    this.#last?.body?.discard();
    this.#attempts++;
    const choice = this.#choose(run);
    this.#describeTarget(run, choice);
    const identity = choice.backend?.credentials.managedIdentity ?? null;
    if (identity === null) return this.#call(run, options, choice, null);
    const token = run.ports.identity.token(
      identity.resource,
      identity.clientId,
      run.ports.clock.now(),
    );
    return isPromise(token)
      ? token.then((token) => this.#call(run, options, choice, token))
      : this.#call(run, options, choice, token);
  }

  /** Ends a reply whose body the request's own response does not use. */
  release(response: ResponseMessage): void {
    if (this.#last !== null && this.#last.body !== response.body) this.#last.body?.discard();
  }

  #choose(run: Run): Choice {
    const { target } = run;
    if (target?.kind === "entity") {
      return target.backend.type === "Pool"
        ? this.#pickMember(run, target.backend)
        : this.#single(run, target.backend, null);
    }
    const url = target?.url ?? run.context.api?.serviceUrl ?? null;
    if (url === null) {
      throw FAILURE.backendConnectionFailure(
        "the API has no service URL and no policy has set a backend",
      );
    }
    const entity = this.published.backendForUrl(url);
    const choice = { base: baseOf(url), backend: entity, pool: null };
    if (entity !== null) this.#admit(run, entity);
    return choice;
  }

  #single(run: Run, backend: SingleBackend, pool: PoolBackend | null): Choice {
    this.#admit(run, backend);
    return { base: baseOf(backend.url), backend, pool };
  }

  #admit(run: Run, backend: SingleBackend): void {
    if (backend.circuitBreaker === null) return;
    const now = run.ports.clock.now();
    if (this.states.available(backend, now)) return;
    const resumesInMs = this.states.resumesInMs(backend, now);
    run.trace?.add(run, "circuit-breaker", `Backend '${backend.id}' is tripped: no call is made`, {
      backend: backend.id,
      resumesInMs,
    });
    const { failureStatusCode: statusCode } = backend.circuitBreaker;
    throw FAILURE.backendBreakerOpen(statusCode ?? 503, retryAfter(run, resumesInMs));
  }

  #pickMember(run: Run, pool: PoolBackend): Choice {
    const { backends } = run;
    const now = run.ports.clock.now();
    const session = pool.sessionAffinity;
    const cookie = session === null
      ? undefined
      : cookieValue(run.context.request.headers.get("Cookie"), session.cookieName);
    const preferred = cookie === undefined
      ? null
      : pool.members.find(({ backendId }) => sessionToken(backendId) === cookie)?.backendId ?? null;
    const picked = this.states.pick(pool, backends, now, preferred);
    if (run.trace !== null) {
      const members = pool.members.flatMap(({ backendId }) => backends.get(backendId) ?? []);
      run.trace.add(
        run,
        "backend-pool",
        picked.backend === null
          ? `No member of pool '${pool.id}' is available`
          : `Pool '${pool.id}' picked '${picked.backend.id}'`,
        {
          pool: pool.id,
          member: picked.backend?.id ?? null,
          breakers: this.states.snapshot(members, now),
        },
      );
    }
    if (picked.backend !== null) {
      return { base: baseOf(picked.backend.url), backend: picked.backend, pool };
    }
    const { failureStatusCode: statusCode } = pool;
    throw FAILURE.backendPoolExhausted(
      statusCode ?? 503,
      retryAfter(run, picked.soonestResetMs),
    );
  }

  #describeTarget(run: Run, { base, backend, pool }: Choice): void {
    const { context } = run;
    const { url } = context.request;
    url.scheme = base.scheme;
    url.host = base.host;
    url.port = base.port;
    url.path = joinPath(base, run.path);
    if (pool !== null && run.fidelity.contextBackendOfPool === "pool") {
      context.backend = { id: pool.id, type: "Pool", azureRegion: null };
    } else if (backend !== null) {
      context.backend = { id: backend.id, type: "Single", azureRegion: backend.azureRegion };
    } else {
      context.backend = null;
    }
  }

  #call(
    run: Run,
    options: ForwardOptions,
    choice: Choice,
    token: string | null,
  ): MaybePromise<ResponseMessage> {
    const request = this.#outgoing(run, options, choice, token);
    this.#traceCall(run, request, choice);
    const result = run.ports.transport.send(request);
    if (!options.bufferRequestBody && run.fidelity.unbufferedRetryBody === "empty") {
      request.body?.spend();
    }
    return isPromise(result)
      ? result.then((result) => this.#settle(run, choice, result))
      : this.#settle(run, choice, result);
  }

  #outgoing(
    run: Run,
    options: ForwardOptions,
    { base, backend }: Choice,
    token: string | null,
  ): OutgoingRequest {
    const { request } = run.context;
    const headers = withoutHopByHop(request.headers);
    if (headers.values("Host") === this.callerHost) headers.delete("Host");
    addForwarded(headers, request);
    let query = joinQuery(base.search, request.url.queryString);
    if (backend !== null) {
      requireValues(backend);
      query = addCredentials(run, backend.credentials, token, headers, query);
    }
    return new Outgoing(run, options, base.origin + request.url.path + query, headers);
  }

  #settle(
    run: Run,
    { backend, pool }: Choice,
    result: ResponseMessage | TransportFailure,
  ): ResponseMessage {
    const { clock } = run.ports;
    if ("failure" in result) {
      const { failure: reason, message, cause } = result;
      run.trace?.add(run, "forward-request", message, { reason, attempt: this.#attempts });
      if (backend !== null && reason !== "ClientConnectionFailure") {
        this.states.record(backend, { kind: "failure", reason }, clock.now());
      }
      throw cause instanceof RefusedRequestError ? cause : FAILURE.exchangeFailed(reason, message);
    }
    dropHopByHop(result.headers);
    if (backend !== null && backend.circuitBreaker !== null) {
      const now = clock.now();
      const retryAfterMs = parseRetryAfterMs(result.headers.get("Retry-After"), now);
      const { statusCode } = result;
      this.states.record(backend, { kind: "response", statusCode, retryAfterMs }, now);
    }
    if (backend !== null && pool?.sessionAffinity) {
      const { cookieName } = pool.sessionAffinity;
      result.headers.append("Set-Cookie", `${cookieName}=${sessionToken(backend.id)}; Path=/`);
    }
    this.#traceReply(run, result, backend);
    this.#last = result;
    return result;
  }

  #traceCall(run: Run, request: OutgoingRequest, { backend }: Choice): void {
    run.trace?.add(
      run,
      "request-forwarder",
      `Request is being forwarded to the backend service. Timeout set to ${
        request.timeoutMs / 1000
      } seconds`,
      {
        attempt: this.#attempts,
        backend: backend?.id ?? null,
        // Without the backend's credentials: traces are for other eyes.
        request: { method: request.method, url: run.context.request.url.toString() },
      },
    );
  }

  #traceReply(run: Run, response: ResponseMessage, backend: SingleBackend | null): void {
    if (run.trace === null) return;
    run.trace.add(run, "forward-request", "", {
      attempt: this.#attempts,
      response: {
        status: { code: response.statusCode, reason: response.statusReason },
        headers: [...response.headers].map(([name, values]) => ({
          name,
          value: isCredentialName(name) ? "***" : values.join(","),
        })),
      },
      breaker: backend === null ? null : this.states.snapshot([backend], run.ports.clock.now())[0],
    });
  }
}

/**
 * A request on its way. A class, since its signal is read on demand: a getter in an object literal gives each
 * object a shape of its own.
 */
class Outgoing implements OutgoingRequest {
  readonly method: string;
  readonly body: MessageBody | null;
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly bufferResponse: boolean;
  readonly clientCertificate: ClientCertificate | null;
  readonly #run: Run;

  constructor(
    run: Run,
    options: ForwardOptions,
    readonly url: string,
    readonly headers: HeaderMap,
  ) {
    this.method = run.context.request.method;
    this.body = run.context.request.body;
    this.timeoutMs = options.timeoutMs;
    this.followRedirects = options.followRedirects;
    this.bufferResponse = options.bufferResponse;
    this.clientCertificate = run.clientCertificate;
    this.#run = run;
  }

  get signal(): AbortSignal | null {
    return this.#run.signal;
  }
}

/** Nothing is sent that would carry a name in place of a credential. */
function requireValues({ id, credentials: { unknownNamedValues } }: SingleBackend): void {
  if (unknownNamedValues === undefined || unknownNamedValues.length === 0) return;
  throw FAILURE.backendConnectionFailure(
    `the credentials of backend '${id}' use the named value '${
      unknownNamedValues[0]
    }', whose value ` +
      "the gateway does not have (one in a key vault?): give the named value a value of its own",
  );
}

function addCredentials(
  run: Run,
  credentials: BackendCredentials,
  token: string | null,
  headers: HeaderMap,
  query: string,
): string {
  const append = run.fidelity.credentialMerge === "append";
  for (const [name, values] of credentials.headers) {
    if (append) headers.append(name, ...values);
    else headers.set(name, ...values);
  }
  const { authorization } = credentials;
  if (authorization !== null) {
    headers.set("Authorization", `${authorization.scheme} ${authorization.parameter}`);
  }
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  if (credentials.query.size === 0) return query;
  const kept = new MessageUrl("", "", 0, "", query);
  if (!append) { for (const name of credentials.query.keys()) kept.query.delete(name); }
  return joinQuery(kept.queryString, formatQuery(credentials.query));
}

function baseOf(url: string): BaseUrl {
  const base = parseBaseUrl(url);
  if (base === null) {
    throw FAILURE.backendConnectionFailure(`"${url}" is not an absolute http or https URL`);
  }
  return base;
}

/** When it is worth coming back to an open breaker, or to a pool of them. */
function retryAfter(run: Run, resetMs: number | null): Record<string, string> {
  return resetMs !== null && run.fidelity.poolExhaustedRetryAfter === "soonest-reset"
    ? { "Retry-After": String(Math.max(1, Math.ceil(resetMs / 1000))) }
    : {};
}

/** What a session's cookie says of its member, without naming it. */
function sessionToken(backendId: string): string {
  let hash = 0x811c9dc5;
  for (const ch of backendId.toLowerCase()) hash = Math.imul(hash ^ ch.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
