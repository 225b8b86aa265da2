import assert from "node:assert/strict";
import { addressOf } from "../../../lib/gateway/http1/address.ts";
import { encodeHead } from "../../../lib/gateway/http1/head_text.ts";
import { formatRequestHead } from "../../../lib/gateway/http1/request_head.ts";
import { HeaderMap } from "../../../lib/gateway/contracts/message.ts";

const format = (
  headers: readonly [string, string][],
  { method = "GET", hasContent = false } = {},
) =>
  formatRequestHead({
    method,
    target: "/a?b=c",
    authority: "backend.example:8080",
    headers: HeaderMap.from(headers),
  }, hasContent);

Deno.test("formatRequestHead writes the line, the host and the fields in their order", () => {
  const text = format([["X-B", "1"], ["Accept", "*/*"], ["x-b", "2"]]);
  assert.equal(
    text,
    "GET /a?b=c HTTP/1.1\r\nHost: backend.example:8080\r\nX-B: 1\r\nX-B: 2\r\nAccept: */*\r\n",
  );
});

Deno.test("formatRequestHead takes a Host that a policy has set, and leaves framing to who sends the body", () => {
  const fields: [string, string][] = [
    ["Host", "other.example"],
    ["Content-Length", "999"],
    ["Transfer-Encoding", "chunked"],
    ["Connection", "close"],
  ];
  const host = "POST /a?b=c HTTP/1.1\r\nHost: other.example\r\n";
  assert.equal(format(fields, { method: "POST", hasContent: true }), host);
  assert.equal(format(fields, { method: "POST" }), host + "Content-Length: 0\r\n");
  assert.equal(format(fields), host.replace("POST", "GET"));
});

Deno.test("no header value and no method can add a line of its own", () => {
  const text = format([["X-A", "1\r\nX-Evil: 2\nX-Worse: 3\0"]]);
  assert.ok(text.includes("X-A: 1 X-Evil: 2 X-Worse: 3 \r\n"));
  assert.throws(() => HeaderMap.from([["X-A\r\nX-Evil", "1"]]), TypeError);
  assert.throws(
    () => format([], { method: "GET / HTTP/1.1\r\nX-Evil: 1\r\n\r\n" }),
    TypeError,
  );
});

Deno.test("encodeHead writes Latin-1 as one byte and the rest as UTF-8", () => {
  assert.deepEqual([...encodeHead("a\xe9\u20ac")], [0x61, 0xe9, 0xe2, 0x82, 0xac]);
});

const ADDRESSES: readonly [url: string, authority: string, target: string][] = [
  ["http://a.example/x?y=1", "a.example", "/x?y=1"],
  ["http://a.example:8080", "a.example:8080", "/"],
  ["http://a.example?y=/1", "a.example", "/?y=/1"],
  ["https://a.example:443/x", "a.example", "/x"],
  ["http://[::1]:80/x", "[::1]", "/x"],
  ["http://a.example/b/../../etc/passwd", "a.example", "/etc/passwd"],
  ["http://a.example/b/%2e%2E/c", "a.example", "/c"],
  ["http://a.example/b c\r\nX: y/é", "a.example", "/b%20cX:%20y/%C3%A9"],
  ["http://a.example/b#fragment", "a.example", "/b"],
  ["http://a.example/%zz?%", "a.example", "/%zz?%"],
];

for (const [url, authority, target] of ADDRESSES) {
  Deno.test(`addressOf asks ${authority} for ${target} given ${JSON.stringify(url)}`, () => {
    const address = addressOf(url);
    assert.deepEqual([address.authority, address.target], [authority, target]);
  });
}

for (const url of ["ftp://a.example/x", "mailto:a@example", "/relative", "http://", ""]) {
  Deno.test(`addressOf refuses ${JSON.stringify(url)}`, () => {
    assert.throws(() => addressOf(url), TypeError);
  });
}
