/**
 * Header rules at the gateway's two edges: what belongs to one connection stays on it.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 * @module
 */
import type { HeaderMap, RequestMessage } from "../contracts/message.ts";

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** A copy without the fields that concern one connection only, those that Connection names included. */
export function withoutHopByHop(headers: HeaderMap): HeaderMap {
  const named = headers.get("connection");
  if (named === undefined) return headers.without(HOP_BY_HOP);
  const names = new Set(HOP_BY_HOP);
  for (const name of named.split(",")) names.add(name.trim().toLowerCase());
  return headers.without(names);
}

/** Takes a reply's fields that concern its connection only out of it. */
export function dropHopByHop(headers: HeaderMap): void {
  let found: string[] | null = null;
  headers.forEach((_name, values, key) => {
    if (!HOP_BY_HOP.has(key)) return;
    found ??= [];
    found.push(key);
    if (key === "connection") found.push(...values.join(",").split(",").map((name) => name.trim()));
  });
  if (found !== null) { for (const name of found as string[]) headers.delete(name); }
}

/**
 * Tells the backend who called: X-Forwarded-For goes on from what came in, -Proto and -Host are the
 * caller's unless an earlier proxy has set them.
 */
export function addForwarded(headers: HeaderMap, request: RequestMessage): void {
  if (request.ipAddress !== "") {
    const before = headers.get("X-Forwarded-For");
    const chain = before === undefined ? request.ipAddress : `${before}, ${request.ipAddress}`;
    headers.set("X-Forwarded-For", chain);
  }
  const { scheme, authority } = request.originalUrl;
  if (!headers.has("X-Forwarded-Proto")) headers.set("X-Forwarded-Proto", scheme);
  if (!headers.has("X-Forwarded-Host")) headers.set("X-Forwarded-Host", authority);
}

/** The value of a cookie in a Cookie field, or undefined. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name) return value;
  }
  return undefined;
}
