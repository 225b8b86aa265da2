/**
 * The ways in which the gateway reaches the world. The HTTP server and the simulation hand in
 * different ones, and differ in nothing else.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { Random } from "../../core/random.ts";
import type { HeaderMap, MessageBody, ResponseMessage } from "./message.ts";

/** A client certificate by its name: the private key is with the service, not here. */
export interface ClientCertificate {
  readonly source: "thumbprint" | "certificate-id" | "body";
  /** The thumbprint or id; the SHA-256 hash, in hex, of a body. */
  readonly id: string;
}

/** One request on its way to a backend (or to where send-request sends it). */
export interface OutgoingRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: HeaderMap;
  readonly body: MessageBody | null;
  /** To the response's headers, in the clock's milliseconds. */
  readonly timeoutMs: number;
  /**
   * Whether who sends this reads the response's body within a time limit of its own: then it is handed on as it
   * comes, and waited for by no transport. Default false.
   */
  readonly limitsBody?: boolean;
  readonly followRedirects: boolean;
  /** false: hand the body on as it comes. true: the transport may collect it first. */
  readonly bufferResponse: boolean;
  /** Aborts when the caller goes away. Reading it may cost something: only who waits for long needs it. */
  readonly signal: AbortSignal | null;
  /** What authentication-certificate chose. Transports here show it to nobody: they hold no private keys. */
  readonly clientCertificate?: ClientCertificate | null;
}

export const TIMED_OUT = "The request to the backend service timed out.";

/** A transport failure, as data: no HTTP response came. */
export interface TransportFailure {
  readonly failure: "Timeout" | "BackendConnectionFailure" | "ClientConnectionFailure";
  readonly message: string;
  /** What the request's own body failed with, where that is why. */
  readonly cause?: unknown;
}

/** Carries requests to backends. */
export interface Transport {
  send(request: OutgoingRequest): MaybePromise<ResponseMessage | TransportFailure>;
}

/** The internal cache behind cache-lookup-value and its kin. Values are copied in and out by the policy. */
export interface Cache {
  /** undefined when there is none or it has expired. */
  get(key: string, now: number): unknown;
  /** @param mostBytes what the value takes where nobody can look into it, as into a lazy sequence; default: it is not kept */
  set(key: string, value: unknown, expiresAt: number, mostBytes?: number): void;
  delete(key: string): void;
}

/** A connection of the credential manager, as get-authorization-context gets it. */
export interface AuthorizationGrant {
  readonly accessToken: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Signs and describes tokens for managed identities: the stand-in for Entra. */
export interface IdentityService {
  /** A bearer token for the resource. @throws Error when the identity is unknown. */
  token(resource: string, clientId: string | null, now: number): MaybePromise<string>;
  /** What Entra publishes at that URL: OpenID configurations and keys. null where the URL is none of its. */
  metadata(url: string): MaybePromise<Readonly<Record<string, unknown>> | null>;
  /** The token of a credential provider's connection; null when there is no such connection. */
  authorization(
    providerId: string,
    authorizationId: string,
    now: number,
  ): MaybePromise<AuthorizationGrant | null>;
}

/** Turns texts into vectors: the stand-in for an embeddings deployment. Vectors of like texts are close. */
export interface EmbeddingService {
  /** A vector of length 1. @param backendId the backend that the policy names */
  embed(text: string, backendId: string): MaybePromise<readonly number[]>;
}

/** The harms that content is looked at for. */
export type HarmCategory = "Hate" | "SelfHarm" | "Sexual" | "Violence";

/** What content safety finds in a text. */
export interface SafetyFinding {
  /** 0 (safe) to 7 for each category. */
  readonly severities: Readonly<Record<HarmCategory, number>>;
  /** Whether the text tries to get around the model's instructions. */
  readonly attack: boolean;
  /** The listed words that it holds. */
  readonly blocked: readonly string[];
}

/** Looks for harmful content: the stand-in for Azure AI Content Safety. */
export interface ContentSafetyService {
  analyze(request: {
    readonly text: string;
    readonly blocklists: readonly string[];
    /** The backend that the policy names. */
    readonly backendId: string;
  }): MaybePromise<SafetyFinding>;
}

/** One event that left the gateway: an Event Hub message, a metric, a trace. Tests and notebooks look into them. */
export interface TelemetryEvent {
  readonly at: number;
  readonly kind: "event-hub" | "metric" | "trace" | "breaker";
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where what would go to Event Hub, Application Insights and Event Grid goes. */
export interface TelemetrySink {
  emit(event: TelemetryEvent): void;
}

/** The gateway's world. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: Transport;
  readonly cache: Cache;
  readonly identity: IdentityService;
  readonly embeddings: EmbeddingService;
  readonly contentSafety: ContentSafetyService;
  readonly telemetry: TelemetrySink;
}
