import assert from "node:assert/strict";
import { LocalAccess } from "../../lib/core/local_access.ts";

type Fields = Readonly<Record<string, string>>;

const JSON_BODY = { "content-type": "application/json" };

const CASES: readonly [what: string, method: string, fields: Fields, status: number | null][] = [
  ["127.0.0.1", "GET", { host: "127.0.0.1:8081" }, null],
  ["localhost", "GET", { host: "LOCALHOST" }, null],
  ["IPv6's own host", "GET", { host: "[::1]:8081" }, null],
  ["a configured host", "GET", { host: "Apim.example:443" }, null],
  ["a rebound name", "GET", { host: "evil.example:8081" }, 403],
  ["a name that begins alike", "GET", { host: "localhost.evil.example" }, 403],
  ["an address that begins alike", "GET", { host: "127.0.0.1.evil.example" }, 403],
  ["no name", "GET", { host: "" }, 403],
  ["a page of its own", "GET", { host: "localhost:8081", origin: "http://localhost:8081" }, null],
  ["another local page", "GET", { host: "localhost:8081", origin: "http://localhost:3000" }, 403],
  ["a page of a configured host", "GET", {
    host: "127.0.0.1:8081",
    origin: "https://apim.example",
  }, null],
  ["a foreign page", "GET", { host: "localhost:8081", origin: "https://evil.example" }, 403],
  ["a sandboxed page", "GET", { host: "localhost:8081", origin: "null" }, 403],
  ["an image in a foreign page", "GET", { host: "localhost", "sec-fetch-site": "cross-site" }, 403],
  ["JSON", "PUT", { host: "localhost", ...JSON_BODY }, null],
  ["JSON of a kind", "PATCH", {
    host: "localhost",
    "content-type": "application/merge-patch+json; charset=utf-8",
  }, null],
  ["no body", "POST", { host: "localhost" }, null],
  ["an empty body", "POST", { host: "localhost", "content-length": "0" }, null],
  [
    "a form",
    "POST",
    { host: "localhost", "content-type": "application/x-www-form-urlencoded" },
    415,
  ],
  ["JSON as text", "PUT", {
    host: "localhost",
    "content-type": "text/plain",
    "content-length": "2",
  }, 415],
  ["a body of no kind", "POST", { host: "localhost", "content-length": "2" }, 415],
  ["a preflight", "OPTIONS", { host: "localhost", origin: "https://evil.example" }, 403],
];

for (const [what, method, fields, status] of CASES) {
  Deno.test(`LocalAccess ${status === null ? "lets through" : `answers ${status} to`} ${method} with ${what}`, () => {
    const access = new LocalAccess(["apim.example"]);
    const request = new Request("http://127.0.0.1:8081/x", { method });
    const headers = new Headers(fields); // which a Request would not take as they are
    const refusal = access.refuse({ ...request, method, url: request.url, headers } as Request);
    assert.equal(refusal?.status ?? null, status);
  });
}
