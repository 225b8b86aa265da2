/**
 * Failures of policies.
 * @module
 */
import type { LastError, Scope, Section } from "./context.ts";
import type { Run } from "./run.ts";

/** Where in the documents a policy stands. */
export interface Place {
  /** The policy's element name, or the pipeline step. */
  readonly source: string;
  readonly scope: Scope | "";
  readonly section: Section | "";
  /** Nesting, as in `choose[3]/when[2]`. */
  readonly path: string;
  /** The `id` attribute that any policy may carry. */
  readonly policyId: string;
  /** Where the element stands in its document, from 1; absent for what stands in none. */
  readonly line?: number;
  readonly column?: number;
}

/** The reply to a failure, unless on-error changes it. */
export interface ErrorReply {
  readonly statusCode: number;
  /** Default: the status code's usual phrase. */
  readonly statusReason?: string;
  /** The whole body. Default: the gateway's JSON with `message`. */
  readonly body?: string;
  /** The text in the JSON. Default: the status reason. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every failure without a reply of its own answers. */
export const INTERNAL_SERVER_ERROR: ErrorReply = Object.freeze({
  statusCode: 500,
  message: "Internal server error",
});

/** A failure that goes to on-error. The engine adds the place of the policy that threw it. */
export class PolicyError extends Error {
  override name = "PolicyError";
  place: Place | null = null;

  constructor(
    /** LastError.Reason: "RateLimitExceeded". */
    readonly reason: string,
    /** LastError.Message. */
    message: string,
    /** The caller's reply unless on-error changes it; "as-it-stands" leaves `context.response` alone. */
    readonly reply: ErrorReply | "as-it-stands" = INTERNAL_SERVER_ERROR,
    options: {
      /** LastError.Source where it is not the policy that threw: "authorization". */
      readonly source?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.#source = options.source ?? null;
  }

  readonly #source: string | null;

  /** C#'s `context.LastError`. */
  lastError(run: Pick<Run, "scope" | "section" | "fidelity">): LastError {
    const { place } = this;
    const path = place?.path ?? "";
    const whole = run.fidelity.lastErrorPath === "with-policy";
    return {
      source: this.#source ?? place?.source ?? "",
      reason: this.reason,
      message: this.message,
      scope: place?.scope ?? run.scope,
      section: place?.section ?? run.section,
      path: whole ? path : path.slice(0, Math.max(0, path.lastIndexOf("/"))),
      policyId: place?.policyId ?? "",
    };
  }
}
