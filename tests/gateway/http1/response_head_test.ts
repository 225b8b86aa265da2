import assert from "node:assert/strict";
import { findHeadEnd } from "../../../lib/gateway/http1/head_text.ts";
import { parseResponseHead, ProtocolError } from "../../../lib/gateway/http1/response_head.ts";

const latin1 = (text: string) => Uint8Array.from(text, (ch) => ch.charCodeAt(0));
const head = (text: string, method = "GET") => parseResponseHead(latin1(text + "\r\n\r\n"), method);

Deno.test("findHeadEnd finds the empty line, with and without carriage returns", () => {
  assert.equal(findHeadEnd(latin1("a\r\nb: c\r\n\r\nbody")), 11);
  assert.equal(findHeadEnd(latin1("a\nb\n\nbody")), 5);
  assert.equal(findHeadEnd(latin1("a\r\nb: c\r\n")), -1);
  assert.equal(findHeadEnd(latin1("a\r\nb: c\r\n\r")), -1);
});

Deno.test("parseResponseHead reads status, reason and fields with their spelling", () => {
  const parsed = head("HTTP/1.1 429 Too Many Requests\r\nRetry-After:  7 \r\nX-A: 1\r\nx-a: 2");
  assert.equal(parsed.statusCode, 429);
  assert.equal(parsed.statusReason, "Too Many Requests");
  assert.deepEqual([...parsed.headers], [["Retry-After", ["7"]], ["X-A", ["1", "2"]]]);
});

Deno.test("parseResponseHead keeps bytes beyond ASCII as Latin-1", () => {
  const { headers } = head("HTTP/1.1 200 OK\r\nX-Name: caf\xe9 \xff");
  assert.equal(headers.get("x-name"), "caf\xe9 \xff");
});

const FRAMINGS: readonly [name: string, text: string, method: string, framing: unknown][] = [
  ["a length", "200 OK\r\nContent-Length: 12", "GET", { kind: "length", length: 12 }],
  ["equal lengths twice", "200 OK\r\nContent-Length: 5, 5", "GET", { kind: "length", length: 5 }],
  ["chunks", "200 OK\r\nTransfer-Encoding: chunked", "GET", { kind: "chunked", codings: [] }],
  ["chunks over a length", "200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3", "GET", {
    kind: "chunked",
    codings: [],
  }],
  ["two codings within chunks", "200 OK\r\nTransfer-Encoding: deflate, gzip, chunked", "GET", {
    kind: "chunked",
    codings: ["gzip", "deflate"],
  }],
  ["another coding", "200 OK\r\nTransfer-Encoding: gzip", "GET", {
    kind: "close",
    codings: ["gzip"],
  }],
  ["nothing", "200 OK", "GET", { kind: "close", codings: [] }],
  ["HEAD", "200 OK\r\nContent-Length: 12", "HEAD", { kind: "none" }],
  ["204", "204 No Content\r\nContent-Length: 12", "GET", { kind: "none" }],
  ["304", "304 Not Modified\r\nContent-Length: 12", "GET", { kind: "none" }],
];

for (const [name, text, method, framing] of FRAMINGS) {
  Deno.test(`parseResponseHead delimits the body by ${name}`, () => {
    assert.deepEqual(head(`HTTP/1.1 ${text}`, method).framing, framing);
  });
}

Deno.test("parseResponseHead keeps a connection only where both sides may", () => {
  const keeps = (text: string) => head(text + "\r\nContent-Length: 0").keepAlive;
  assert.equal(keeps("HTTP/1.1 200 OK"), true);
  assert.equal(keeps("HTTP/1.1 200 OK\r\nConnection: close"), false);
  assert.equal(keeps("HTTP/1.0 200 OK"), false);
  assert.equal(keeps("HTTP/1.0 200 OK\r\nConnection: Keep-Alive"), true);
  assert.equal(head("HTTP/1.1 200 OK").keepAlive, false, "its body ends with the connection");
  const both = head("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3");
  assert.deepEqual([both.keepAlive, both.headers.has("Content-Length")], [false, false]);
});

const MALFORMED = [
  "HTTP/2 200 OK",
  "200 OK",
  "HTTP/1.1 20 OK",
  "HTTP/1.1 200 OK\r\nno colon",
  "HTTP/1.1 200 OK\r\n: no name",
  "HTTP/1.1 200 OK\r\nX-A: 1\r\n folded",
  "HTTP/1.1 200 OK\r\nX A: 1",
  "HTTP/1.1 200 OK\r\nContent-Length: 1, 2",
  "HTTP/1.1 200 OK\r\nContent-Length: -1",
  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: br, chunked",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked",
  `HTTP/1.1 200 OK${"\r\na: b".repeat(501)}`,
];

for (const text of MALFORMED) {
  Deno.test(`parseResponseHead refuses ${JSON.stringify(text.slice(0, 60))}`, () => {
    assert.throws(() => head(text), ProtocolError);
  });
}
