import assert from "node:assert/strict";
import { traceSections } from "../../../lib/apim/mod.ts";
import { sideBySide, storyHtml } from "../../../lib/lab/show/story.ts";
import { record } from "../../analysis/records.ts";

const at = (ms: number) => `00:00:00.${String(ms).padStart(3, "0")}0000`;
const entry = (source: string, ms: number, data: unknown, depth = 1) => ({
  source,
  elapsed: at(ms),
  data,
  depth,
});
const called = (backend: string, code: number, ms: number) => [
  entry("request-forwarder", 0, { message: "Request is being forwarded", backend }, 2),
  entry("forward-request", ms, { response: { status: { code } } }, 2),
];

/** `first` is what the first of two attempts met; the second one was answered after 500 ms. */
function trace(first: readonly unknown[]) {
  return traceSections({
    traceEntries: {
      inbound: [entry("set-header", 0, { message: "<b>", "api-key": "k3y" }, 0)],
      backend: [
        ...first,
        entry("retry", 20, "attempt 1: condition is true"),
        entry("retry", 20, "retry 1 after 0 ms"),
        ...called("backend-b", 200, 520),
        entry("retry", 520, "attempt 2: condition is false"),
      ],
    },
  });
}

const words = (html: string) => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

Deno.test("storyHtml sets a refused and a good attempt side by side, and shows no key and no markup", () => {
  const html = storyHtml(
    trace(called("backend-a", 429, 5)),
    record(0, { backend: "backend-b", attempts: 2, latencyMs: 520 }),
    "simulated ms",
  );
  assert.match(words(html), /^ ?200 from backend-b after 2 attempts, 520 simulated ms/);
  assert.match(
    words(html),
    /attempt 1 : backend-a 429 after \d+ simulated ms .* attempt 2 : backend-b 200 after/,
  );
  assert.doesNotMatch(html, /k3y|<b><\/b>|<script|<style/);
  assert.match(html, /&#60;b&#62;/);
});

Deno.test("storyHtml says where an open circuit answered in a backend's place", () => {
  const open = { message: "Backend 'backend-a' is tripped: no call is made", backend: "backend-a" };
  const html = storyHtml(
    trace([entry("circuit-breaker", 0, open, 2)]),
    record(0, { backend: "backend-b", attempts: 2 }),
    "ms",
  );
  assert.match(words(html), /attempt 1 : backend-a circuit open: no call/);
});

Deno.test("storyHtml tells a request that failed with its error, and one without a backend section", () => {
  const failed = record(0, { status: 401, backend: null, error: "401: no key <b>" });
  const html = storyHtml(traceSections({ traceEntries: {} }), failed, "ms");
  assert.match(words(html), /401 after no attempts.*no key &#60;b&#62;/);
});

Deno.test("sideBySide puts each story under its title", () => {
  const { html, text } = sideBySide({
    "open <1>": { html: "<p>one</p>", text: "one" },
    well: { text: "two & more" },
  });
  assert.match(html, /open &#60;1&#62;.*<p>one<\/p>.*well.*<pre>two &#38; more<\/pre>/s);
  assert.equal(text, "open <1>\none\n\nwell\ntwo & more");
});
