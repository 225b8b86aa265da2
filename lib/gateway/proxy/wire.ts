/**
 * Between `Deno.serve`'s messages and the gateway's.
 * @module
 */
import { chain, type MaybePromise } from "../../core/maybe_promise.ts";
import {
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  RefusedRequestError,
  type ResponseMessage,
} from "../contracts/message.ts";
import { MessageUrl } from "../contracts/url.ts";

/** Bodies that say to be this long or shorter are read before policies run: cheaper than a stream. */
const COLLECT_UP_TO = 1024 * 1024;

/** Fields that the server writes by itself. */
const OWN_FIELDS: ReadonlySet<string> = new Set(["connection", "transfer-encoding"]);

/** As many header fields as a request may have: Node's and nginx's orders of magnitude. Assumption. */
export const MAX_FIELDS = 100;

const BROKEN = "The request's body ended before its end";

/**
 * The request as the gateway reads it.
 * @param limits.maxBodyBytes a longer body is refused: at once where its length is given, else when it gets there
 * @throws RefusedRequestError
 */
export function readRequest(
  request: Request,
  ipAddress: string,
  limits: { readonly maxBodyBytes: number },
): MaybePromise<IncomingRequest> {
  const headers = new HeaderMap();
  let fields = 0;
  request.headers.forEach((value, name) => { // 8 times faster than for-of
    headers.append(name, value);
    fields++;
  });
  if (fields > MAX_FIELDS) {
    throw new RefusedRequestError(431, `The request has more than ${MAX_FIELDS} header fields`);
  }
  const method = request.method.toUpperCase();
  refuseUnserved(method, headers);
  const url = parseUrl(request.url, headers.get("host") ?? "");
  return chain(
    readBody(request, headers, limits.maxBodyBytes),
    (body) => ({ method, url, headers, body, ipAddress }),
  );
}

/** What `Deno.serve` would drop without a word, or leave to the backend to wonder at. */
function refuseUnserved(method: string, headers: HeaderMap): void {
  const upgrade = headers.get("upgrade");
  if (upgrade !== undefined && /\bwebsocket\b/i.test(upgrade)) {
    throw new RefusedRequestError(501, "WebSocket APIs are not served by the embedded gateway");
  }
  const expect = headers.get("expect");
  if (expect !== undefined && expect.trim().toLowerCase() !== "100-continue") {
    throw new RefusedRequestError(417, "The only expectation that is met is 100-continue");
  }
  const bodiless = method === "GET" || method === "HEAD";
  if (
    bodiless && (Number(headers.get("content-length") ?? 0) > 0 || headers.has("transfer-encoding"))
  ) {
    const message = `The body of a ${method} request is not read by the embedded gateway over HTTP`;
    throw new RefusedRequestError(501, message);
  }
}

function readBody(
  request: Request,
  headers: HeaderMap,
  maxBodyBytes: number,
): MaybePromise<MessageBody | null> {
  const given = headers.get("content-length");
  const length = given === undefined ? NaN : Number(given);
  const coding = given === undefined ? headers.get("transfer-encoding") : undefined;
  if (length === 0 || given === undefined && coding === undefined) return null;
  if (coding !== undefined && coding.toLowerCase() !== "chunked") {
    throw new RefusedRequestError(501, "The only transfer coding that is taken is chunked");
  }
  if (length > maxBodyBytes) throw tooLarge();
  if (length <= COLLECT_UP_TO) {
    return request.bytes().then((bytes) => new MessageBody(bytes), () => {
      throw new RefusedRequestError(400, BROKEN);
    });
  }
  if (request.body === null) return null;
  return new MessageBody(limited(request.body, maxBodyBytes));
}

function tooLarge(): RefusedRequestError {
  return new RefusedRequestError(413, "Request body is too large");
}

/** The caller's body, which ends with an error where it is too long or breaks off. */
function limited(body: ReadableStream<Uint8Array>, maxBytes: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let length = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let next;
      try {
        next = await reader.read();
      } catch {
        return controller.error(new RefusedRequestError(400, BROKEN));
      }
      if (next.done) return controller.close();
      length += next.value.length;
      if (length <= maxBytes) return controller.enqueue(next.value);
      controller.error(tooLarge());
      await reader.cancel();
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** A host that cannot be mistaken for anything else: one that holds a "/" would move the path. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[^\s/?#\\@:[\]]*)(?::\d{0,5})?$/i;

/** What only the URL parser gets right: dot segments, also escaped ones, and backslashes. */
const UNUSUAL = /[\\#]|\/\.|%2e/i;

/** Takes a request's URL apart without parsing what nobody may ask for. */
function parseUrl(text: string, hostField: string): MessageUrl {
  if (!HOST.test(hostField)) throw new RefusedRequestError(400, "The Host header names no host");
  if (UNUSUAL.test(text)) return MessageUrl.parse(text);
  const schemeEnd = text.indexOf("://");
  const slash = text.indexOf("/", schemeEnd + 3);
  const question = text.indexOf("?", schemeEnd + 3);
  if (schemeEnd === -1 || slash === -1 || question !== -1 && question < slash) {
    return MessageUrl.parse(text);
  }
  const scheme = text.slice(0, schemeEnd);
  const authority = text.slice(schemeEnd + 3, slash);
  const { host, port } = splitAuthority(authority, scheme === "https" ? 443 : 80);
  const path = question === -1 ? text.slice(slash) : text.slice(slash, question);
  return new MessageUrl(scheme, host, port, path, question === -1 ? "" : text.slice(question));
}

function splitAuthority(authority: string, usualPort: number): { host: string; port: number } {
  const colon = authority.lastIndexOf(":");
  if (colon === -1 || authority.endsWith("]")) return { host: authority, port: usualPort };
  return { host: authority.slice(0, colon), port: Number(authority.slice(colon + 1)) || usualPort };
}

/** Statuses that come without a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/**
 * The gateway's response for `Deno.serve`, which sends a status code's usual phrase whatever the reason.
 * Status codes that it cannot send (below 200, above 599) become 500.
 */
export function writeResponse(response: ResponseMessage, method: string): Response {
  const { statusCode } = response;
  const status = statusCode >= 200 && statusCode <= 599 ? statusCode : 500;
  const content = response.body?.wire() ?? null;
  const bodiless = method === "HEAD" || BODILESS.has(status);
  // A stream keeps the length that came with it; of the rest the server knows it better.
  const keepsLength = method === "HEAD" || content instanceof ReadableStream;
  if (bodiless) response.body?.discard();
  const body = bodiless ? null : content as BodyInit | null;
  const written = status === 200 ? new Response(body) : new Response(body, { status });
  if (typeof content === "string") written.headers.delete("content-type"); // Response's own guess
  // Appending is three times faster than handing an init's headers over.
  response.headers.forEach((name, values, key) => {
    if (OWN_FIELDS.has(key) || key === "content-length" && !keepsLength) return;
    for (let i = 0; i < values.length; i++) written.headers.append(name, toByteString(values[i]));
  });
  return written;
}

const BEYOND_BYTES = /[\u0100-\uffff]/;
const encoder = new TextEncoder();

/** Characters that no header can carry go as the bytes of their UTF-8 form. */
function toByteString(text: string): string {
  if (!BEYOND_BYTES.test(text)) return text;
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}
