/**
 * The head of an HTTP/1.1 response: status line, fields, and how the body after it is delimited.
 * @see https://www.rfc-editor.org/rfc/rfc9112
 * @module
 */
import { HeaderMap } from "../contracts/message.ts";
import { decodeLatin1, withoutSpaces } from "./head_text.ts";

/** The peer did not speak HTTP/1.1, or said something that must not be relied on. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
}

/** A transfer coding that is taken off a body besides `chunked`. */
export type Compression = "gzip" | "deflate";

/** How to tell where the body ends. */
export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  /** Within the chunks, the codings that were put on, the last one first. */
  | { readonly kind: "chunked"; readonly codings: readonly Compression[] }
  /** At the end of the connection. */
  | { readonly kind: "close"; readonly codings: readonly Compression[] };

export interface ResponseHead {
  readonly statusCode: number;
  readonly statusReason: string;
  readonly headers: HeaderMap;
  readonly framing: Framing;
  /** Whether the connection may carry another request after this body. */
  readonly keepAlive: boolean;
}

/** More fields than any reply needs, and few enough to cost nothing. Assumption. */
export const MAX_FIELDS = 500;

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/;

/**
 * Parses a head (its empty line included).
 * @param method of the request: a HEAD's response has no body
 * @throws ProtocolError
 */
export function parseResponseHead(bytes: Uint8Array, method: string): ResponseHead {
  const text = decodeLatin1(bytes);
  let at = text.indexOf("\n") + 1;
  const status = STATUS_LINE.exec(text.slice(0, at).trimEnd());
  if (status === null) throw new ProtocolError("the backend's status line is not HTTP/1.1");
  const headers = new HeaderMap();
  for (let fields = 0;; fields++) {
    const end = text.indexOf("\n", at);
    if (end <= at || end === at + 1 && text[at] === "\r") break; // the empty line
    if (fields === MAX_FIELDS) {
      throw new ProtocolError(`the backend's reply has more than ${MAX_FIELDS} header fields`);
    }
    const colon = text.indexOf(":", at);
    if (colon === -1 || colon > end || colon === at || text[at] === " " || text[at] === "\t") {
      throw new ProtocolError("a header line of the backend's reply is malformed");
    }
    try {
      headers.append(
        text.slice(at, colon),
        withoutSpaces(text, colon + 1, text[end - 1] === "\r" ? end - 1 : end),
      );
    } catch {
      throw new ProtocolError("a header name of the backend's reply is malformed");
    }
    at = end + 1;
  }
  const statusCode = Number(status[2]);
  const framing = framingOf(statusCode, headers, method);
  const connection = headers.get("Connection")?.toLowerCase() ?? "";
  // Two statements of where the body ends: the coding wins, and nothing after it is trusted.
  const ambiguous = headers.has("Transfer-Encoding") && headers.delete("Content-Length");
  const keepAlive = framing.kind !== "close" && !ambiguous &&
    (status[1] === "1" ? !connection.includes("close") : connection.includes("keep-alive"));
  return { statusCode, statusReason: status[3] ?? "", headers, framing, keepAlive };
}

const LENGTH = /^\d{1,15}$/;

function framingOf(statusCode: number, headers: HeaderMap, method: string): Framing {
  if (method === "HEAD" || statusCode < 200 || statusCode === 204 || statusCode === 304) {
    return { kind: "none" };
  }
  const encoding = headers.get("Transfer-Encoding");
  if (encoding !== undefined) return framingByCodings(encoding);
  const lengths = headers.values("Content-Length");
  if (lengths === undefined) return { kind: "close", codings: [] };
  if (lengths.length === 1 && LENGTH.test(lengths[0])) {
    return { kind: "length", length: Number(lengths[0]) };
  }
  const distinct = new Set(
    lengths.flatMap((value) => value.split(",")).map((value) => withoutSpaces(value)),
  );
  const [length] = distinct;
  if (distinct.size !== 1 || !LENGTH.test(length)) {
    throw new ProtocolError("the backend's Content-Length is not one number");
  }
  return { kind: "length", length: Number(length) };
}

const COMPRESSIONS: ReadonlyMap<string, Compression> = new Map([
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
]);

function framingByCodings(encoding: string): Framing {
  const names = encoding.toLowerCase().split(",").map((name) => withoutSpaces(name))
    .filter((name) => name !== "" && name !== "identity");
  const chunked = names.at(-1) === "chunked";
  if (chunked) names.pop();
  const codings = names.reverse().map((name) => {
    const coding = COMPRESSIONS.get(name);
    if (coding !== undefined) return coding;
    throw new ProtocolError(
      `the reply's Transfer-Encoding is not understood: ${name.slice(0, 40)}`,
    );
  });
  return { kind: chunked ? "chunked" : "close", codings };
}
