/**
 * The head of a request as it comes from a caller: read strictly, since whoever stands before the gateway has
 * read it too, and what two readers understand differently smuggles a request past one of them.
 * @see https://www.rfc-editor.org/rfc/rfc9112
 * @module
 */
import { HeaderMap, RefusedRequestError } from "../contracts/message.ts";
import { decodeLatin1, withoutSpaces } from "./head_text.ts";

/** As many header fields as a request may have: Node's and nginx's orders of magnitude. Assumption. */
export const MAX_REQUEST_FIELDS = 100;

/** The longest head of a request, in bytes: what HTTP.sys can be told to take at the most. Assumption. */
export const MAX_REQUEST_HEAD_BYTES = 64 * 1024;

export type RequestFraming =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked"; readonly codings: readonly [] };

export interface IncomingHead {
  /** Upper-case. */
  readonly method: string;
  /** As it came: a path, or an absolute URL. One character a byte. */
  readonly target: string;
  /** Of HTTP/1.x. */
  readonly minor: 0 | 1;
  readonly headers: HeaderMap;
  readonly framing: RequestFraming;
  /** Whether the caller wants to send another request afterwards. */
  readonly keepAlive: boolean;
  /** Whether the caller waits for 100 Continue before it sends the body. */
  readonly expectsContinue: boolean;
}

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.([01])$/;
const OTHER_VERSION = /^\S+ \S+ HTTP\/(?!1\.[01]$)\d+\.\d+$/;
/** All but the tab: a line that ends in a bare LF or CR is among them. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

const NONE: RequestFraming = { kind: "none" };
const CHUNKED: RequestFraming = { kind: "chunked", codings: [] };

/**
 * Parses a head, its empty line included.
 * @throws RefusedRequestError
 */
export function parseIncomingHead(bytes: Uint8Array): IncomingHead {
  const text = decodeLatin1(bytes);
  const lineEnd = text.indexOf("\r\n");
  const line = lineEnd === -1 ? text : text.slice(0, lineEnd);
  const parts = REQUEST_LINE.exec(line);
  if (parts === null) {
    throw OTHER_VERSION.test(line)
      ? new RefusedRequestError(505, "The only HTTP that is spoken here is HTTP/1.1 and HTTP/1.0")
      : malformed("request line");
  }
  const headers = parseFields(text, lineEnd + 2);
  const minor = parts[3] === "1" ? 1 : 0;
  const method = parts[1].toUpperCase();
  checkHost(headers, minor);
  const framing = framingOf(headers, minor);
  const connection = headers.get("Connection")?.toLowerCase() ?? "";
  refuseUnserved(method, headers);
  return {
    method,
    target: parts[2],
    minor,
    headers,
    framing,
    keepAlive: connection === ""
      ? minor === 1
      : hasToken(connection, "close")
      ? false
      : minor === 1 || hasToken(connection, "keep-alive"),
    expectsContinue: minor === 1 && headers.has("Expect"),
  };
}

function parseFields(text: string, start: number): HeaderMap {
  const headers = new HeaderMap();
  let fields = 0;
  for (let at = start;;) {
    const end = text.indexOf("\r\n", at);
    if (end === at) return headers;
    const colon = text.indexOf(":", at);
    if (end === -1 || colon === -1 || colon > end) throw malformed("header line");
    if (++fields > MAX_REQUEST_FIELDS) {
      throw new RefusedRequestError(
        431,
        `The request has more than ${MAX_REQUEST_FIELDS} header fields`,
      );
    }
    const value = withoutSpaces(text, colon + 1, end);
    if (CONTROL.test(value)) throw malformed("header value");
    try {
      headers.append(text.slice(at, colon), value);
    } catch {
      throw malformed("header name"); // a line that goes on from the one before starts with a space
    }
    at = end + 2;
  }
}

function malformed(what: string): RefusedRequestError {
  return new RefusedRequestError(400, `The request's ${what} is malformed`);
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
function checkHost(headers: HeaderMap, minor: 0 | 1): void {
  const hosts = headers.values("Host");
  if (hosts === undefined ? minor === 0 : hosts.length === 1) return;
  throw new RefusedRequestError(400, "The request does not have exactly one Host header");
}

const LENGTH = /^\d{1,15}$/;

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
function framingOf(headers: HeaderMap, minor: 0 | 1): RequestFraming {
  const lengths = headers.values("Content-Length");
  const coding = headers.get("Transfer-Encoding");
  if (coding === undefined) {
    if (lengths === undefined) return NONE;
    if (lengths.length === 1 && LENGTH.test(lengths[0])) {
      return { kind: "length", length: Number(lengths[0]) };
    }
    throw new RefusedRequestError(400, "The request's Content-Length is not one number");
  }
  if (lengths !== undefined || minor === 0) {
    throw new RefusedRequestError(400, "The request says in two ways how long its body is");
  }
  const codings = coding.toLowerCase().split(",").map((name) => withoutSpaces(name));
  if (codings.length === 1 && codings[0] === "chunked") return CHUNKED;
  if (codings.at(-1) !== "chunked" || codings.indexOf("chunked") !== codings.length - 1) {
    throw new RefusedRequestError(400, "The request's Transfer-Encoding does not end in chunked");
  }
  throw new RefusedRequestError(501, "The only transfer coding that is taken is chunked");
}

function refuseUnserved(method: string, headers: HeaderMap): void {
  if (method === "CONNECT") throw new RefusedRequestError(501, "CONNECT is not served");
  const upgrade = headers.get("Upgrade");
  if (upgrade !== undefined && /\bwebsocket\b/i.test(upgrade)) {
    throw new RefusedRequestError(501, "WebSocket APIs are not served by the embedded gateway");
  }
  const expect = headers.get("Expect");
  if (expect !== undefined && expect.toLowerCase() !== "100-continue") {
    throw new RefusedRequestError(417, "The only expectation that is met is 100-continue");
  }
}

function hasToken(list: string, token: string): boolean {
  return list === token || list.split(",").some((one) => withoutSpaces(one) === token);
}
