import assert from "node:assert/strict";
import { createHttpHeaders, createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { AzureOpenAI } from "openai";
import { keepSecret } from "../../../lib/core/redaction.ts";
import { guardConsole } from "../../../lib/lab/show/console_guard.ts";

const KEY = "p1anted-in-what-is-printed";

/** What reaches the printer of what is printed by these values. */
function printed(...values: unknown[]): unknown[] {
  const seen: unknown[] = [];
  const print = (...values: unknown[]) => void seen.push(...values);
  const printer = { log: print, info: print, warn: print, error: print, debug: print };
  guardConsole(printer);
  guardConsole(printer);
  printer.error(...values);
  return seen;
}

const options = { apiKey: KEY, baseURL: "http://127.0.0.1:9", maxRetries: 0 };
const request = createPipelineRequest({
  url: `http://127.0.0.1:9/?code=${KEY}`,
  headers: createHttpHeaders({ authorization: `Bearer ${KEY}`, "x-functions-key": KEY }),
  body: JSON.stringify({ properties: { value: KEY } }),
});

for (
  const [name, value] of [
    ["text", `it is ${KEY}`],
    ["SDK's client", new AzureOpenAI({ ...options, apiVersion: "2024-10-21" })],
    ["request of the Azure SDK", request],
    ["RestError with its request", new RestError(`no: ${KEY}`, { request, statusCode: 400 })],
    ["error with a cause", new Error("failed", { cause: new TypeError(KEY) })],
    ["configuration, deep down", { a: { b: { c: { d: { e: { f: { key: KEY } } } } } } }],
    ["headers", new Headers({ "api-key": KEY })],
  ] as const
) {
  Deno.test(`guardConsole lets no known key through in: ${name}`, () => {
    keepSecret(KEY);
    const seen = printed("before", value);
    assert.doesNotMatch(Deno.inspect(seen, { depth: 30 }), /p1anted/);
    assert.match(String(seen[0]), /^before .*\*\*\*/s);
  });
}

Deno.test("guardConsole prints what holds no key as it is", () => {
  const value = { a: 1 };
  assert.deepEqual(printed("%s of %d", value, 2), ["%s of %d", value, 2]);
});
