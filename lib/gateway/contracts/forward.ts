/**
 * Where a request goes, and how it is forwarded.
 * @module
 */
import type { BackendConfiguration } from "./backend.ts";
import type { Scope } from "./context.ts";

/** Where the next forward-request goes: what set-backend-service sets. */
export type BackendTarget =
  | { readonly kind: "url"; readonly url: string }
  | {
    readonly kind: "entity";
    readonly backend: BackendConfiguration;
    /** The scope whose policy chose it. */
    readonly scope?: Scope;
  };

export interface ForwardOptions {
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly bufferRequestBody: boolean;
  readonly bufferResponse: boolean;
  readonly failOnErrorStatusCode: boolean;
}

/** `<forward-request/>` without attributes: what the built-in global policy does. */
export const DEFAULT_FORWARD: ForwardOptions = Object.freeze({
  timeoutMs: 300_000,
  followRedirects: false,
  bufferRequestBody: false,
  bufferResponse: true,
  failOnErrorStatusCode: false,
});
