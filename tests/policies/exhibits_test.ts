import assert from "node:assert/strict";
import { SaxesParser } from "saxes";
import { checkDocument } from "../../lib/gateway/policy/doctor/check.ts";
import { roundHalfEven } from "../../lib/policies/exhibits/exhibit.ts";
import { buildExhibit } from "../../lib/policies/exhibits/mod.ts";
import { ABC, backend } from "./backends.ts";

const NAMES = [
  "latency-based",
  "weighted-round-robin",
  "priority-spillover",
  "circuit-breaker",
] as const;

for (const name of NAMES) {
  Deno.test(`the original ${name} is well-formed, holds its key, and shows none`, () => {
    const exhibit = buildExhibit(name, ABC);
    const parser = new SaxesParser();
    parser.on("error", (error) => {
      throw error;
    });
    parser.write(exhibit.xml.reveal()).close();
    assert.match(exhibit.xml.reveal(), />?key-of-a/);
    assert.doesNotMatch(exhibit.shown, /key-of/);
    assert.doesNotMatch(Deno.inspect(exhibit, { depth: 5 }), /key-of/);
    assert.match(exhibit.shown, new RegExp(`<value>${name}</value>`));
  });
}

/** What is wrong with each original, as far as its text and an open API tell. */
const ADVICE: Readonly<Record<(typeof NAMES)[number], readonly string[]>> = {
  "latency-based": ["key-in-text", "open-api"],
  "weighted-round-robin": ["key-in-text", "open-api"],
  "priority-spillover": [
    "backend-switched-in-retry",
    "body-not-buffered",
    "key-in-text",
    "no-response-check",
    "open-api",
  ],
  "circuit-breaker": ["breaker-in-on-error", "key-in-text", "no-response-check", "open-api"],
};

for (const name of NAMES) {
  Deno.test(`the routing doctor finds what is wrong with the original ${name}`, () => {
    const found = checkDocument(buildExhibit(name, ABC).xml.reveal(), {
      scope: "api",
      surroundings: { backends: new Map(), api: { subscriptionRequired: false } },
    });
    assert.deepEqual([...new Set(found.map(({ code }) => code))].sort(), ADVICE[name]);
  });
}

Deno.test("the original spillover sets the secondary inside retry", () => {
  const { shown } = buildExhibit("priority-spillover", ABC);
  const retry = shown.slice(shown.indexOf("<retry"), shown.indexOf("</retry>"));
  assert.match(retry, /secondaryEndpoint/);
  assert.doesNotMatch(retry, /choose|buffer-request-body/);
});

Deno.test("the original round robin rounds to whole percents of two backends", () => {
  const { shown } = buildExhibit("weighted-round-robin", ABC);
  assert.match(shown, /A=100, B=50 \(threshold=67%\)/);
  assert.match(shown, /\(int\)context\.Variables\[&quot;roll&quot;\]\) &lt; 67\)/);
});

Deno.test("the original escapes text as Python's xml escape does", () => {
  const odd = backend("a", { deployment: 'a<b>&"c"', endpoint: "https://x.example//" });
  const { shown } = buildExhibit("latency-based", [odd]);
  assert.match(shown, /name="targetModel" value="a&lt;b&gt;&amp;"c""/);
  assert.match(shown, /base-url="https:\/\/x\.example"/);
});

Deno.test("roundHalfEven rounds halves as Python does", () => {
  assert.deepEqual([0.5, 1.5, 2.5, 66.67, 33.3].map(roundHalfEven), [0, 2, 2, 67, 33]);
});

Deno.test("buildExhibit refuses fewer backends than the original used", () => {
  assert.throws(() => buildExhibit("circuit-breaker", [backend("a")]), /needs 2 backends/);
});
