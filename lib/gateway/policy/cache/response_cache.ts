/**
 * Whole responses in the cache: what cache-lookup and cache-store share.
 * @module
 */
import { HeaderMap, MessageBody, type ResponseMessage } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";

/** A response as the cache keeps it. */
export interface StoredResponse {
  readonly statusCode: number;
  readonly statusReason: string;
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[];
  readonly body: Uint8Array | null;
}

const PREFIX = "response/";

/** @param key what the response depends on, apart from the API */
export function cacheKey(run: Run, key: readonly string[]): string {
  return PREFIX + JSON.stringify([run.context.api?.id ?? "", ...key]);
}

/** The response under that key; null when there is none. */
export function findResponse({ ports }: Run, key: string): ResponseMessage | null {
  const stored = ports.cache.get(key, ports.clock.now()) as StoredResponse | undefined;
  return stored === undefined ? null : fromStored(stored);
}

/** A response of the caller's own. */
export function fromStored(stored: StoredResponse): ResponseMessage {
  const { statusCode, statusReason, headers, body } = stored;
  return {
    statusCode,
    statusReason,
    headers: HeaderMap.from(headers),
    body: body === null ? null : new MessageBody(body),
  };
}

/** The response as a cache keeps it; null when its body was consumed. Its body is in memory. */
export function toStored(response: ResponseMessage): StoredResponse | null {
  if (response.body?.consumed) return null;
  return {
    statusCode: response.statusCode,
    statusReason: response.statusReason,
    headers: [...response.headers],
    body: response.body?.bytes().slice() ?? null, // of its own: short ones share their buffers
  };
}

/** Keeps the response for so many seconds. Its body is in memory. */
export function storeResponse(run: Run, key: string, seconds: number): void {
  const stored = run.context.response && toStored(run.context.response);
  if (stored === null) return;
  run.ports.cache.set(key, stored, run.ports.clock.now() + seconds * 1000);
}
