/**
 * The head of an HTTP/1.1 request, as bytes.
 * @see https://www.rfc-editor.org/rfc/rfc9112
 * @module
 */
import type { HeaderMap } from "../contracts/message.ts";

/** Fields that the connection decides, not the message. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "host",
  "transfer-encoding",
]);

const BODILESS_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE", "OPTIONS"]);

const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * The request line and fields, without those that frame a body and without the empty line: who sends the
 * content knows how long it is. `target` must be plain printable ASCII.
 * @throws TypeError when the method is no token
 */
export function formatRequestHead(
  request: {
    readonly method: string;
    readonly target: string;
    readonly authority: string;
    readonly headers: HeaderMap;
  },
  hasContent: boolean,
): string {
  const { method, target, headers } = request;
  if (!METHOD.test(method)) throw new TypeError(`${JSON.stringify(method)} is not an HTTP method`);
  let head = `${method} ${target} HTTP/1.1\r\nHost: ${
    headers.get("Host") ?? request.authority
  }\r\n`;
  headers.forEach((name, values, key) => {
    if (OWN_FIELDS.has(key)) return;
    for (let i = 0; i < values.length; i++) head += `${name}: ${values[i]}\r\n`;
  });
  return hasContent || BODILESS_METHODS.has(method) ? head : head + "Content-Length: 0\r\n";
}
