/**
 * Following a redirect as a browser would.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx
 * @module
 */
import { isCredentialName } from "../../core/credentials.ts";
import { type HeaderMap, MessageBody, type ResponseMessage } from "../contracts/message.ts";
import type { OutgoingRequest } from "../contracts/ports.ts";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const BODY_HEADERS: ReadonlySet<string> = new Set(["content-type", "content-encoding"]);

export function isRedirect({ statusCode, headers }: ResponseMessage): boolean {
  return REDIRECTS.has(statusCode) && headers.has("Location");
}

/**
 * The request to make next, or null when the reply cannot be followed.
 * @param content the body that was sent, for those redirects that repeat it
 */
export function redirected(
  request: OutgoingRequest,
  { statusCode, headers }: ResponseMessage,
  content: Uint8Array | null,
): OutgoingRequest | null {
  const location = headers.get("Location") ?? "";
  if (!URL.canParse(location, request.url)) return null;
  const from = new URL(request.url);
  const to = new URL(location, from);
  if (to.protocol !== "http:" && to.protocol !== "https:") return null;
  const asGet = statusCode === 303 || statusCode <= 302 && request.method === "POST";
  const repeats = !asGet && request.body !== null;
  if (repeats && content === null) return null; // a stream went out and cannot be sent again
  let kept = asGet ? request.headers.without(BODY_HEADERS) : request.headers;
  if (to.origin !== from.origin) kept = withoutCredentials(kept);
  return {
    ...request,
    method: asGet && request.method !== "HEAD" ? "GET" : request.method,
    url: to.href,
    headers: kept,
    body: repeats ? new MessageBody(content!) : null,
    signal: request.signal, // a getter, which a spread need not copy
  };
}

/** What was meant for one host must not reach another. */
function withoutCredentials(headers: HeaderMap): HeaderMap {
  const kept = headers.clone();
  headers.forEach((name, _values, key) => {
    if (key === "host" || isCredentialName(name)) kept.delete(name);
  });
  return kept;
}
