/**
 * Where probes run: an APIM service, reached in process or over HTTP.
 * @module
 */
import type { Reply } from "./probe.ts";

export interface PlaneCall {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Plane {
  /** ARM id of the service. */
  readonly serviceId: string;
  /** Whose the things are that probes make: in their names and marks. "": nobody's. */
  readonly owner: string;
  /** Origin of its gateway, without trailing slash. */
  readonly gatewayUrl: string;
  /** Probes that may run at a time. */
  readonly atATime: number;
  /** What is at an address below the service; null when nothing is. */
  get(path: string, apiVersion?: string): Promise<Readonly<Record<string, unknown>> | null>;
  /** Puts properties at an address below the service: null when they are accepted, else what the service says. */
  put(path: string, properties: unknown, apiVersion?: string): Promise<string | null>;
  /** Removes what is at an address below the service; nothing to do where nothing is. @throws Error */
  remove(path: string): Promise<void>;
  /** A request to the gateway. */
  call(call: PlaneCall): Promise<Reply>;
  wait(ms: number): Promise<void>;
  now(): number;
}
