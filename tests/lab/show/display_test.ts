import assert from "node:assert/strict";
import { keepSecret } from "../../../lib/core/redaction.ts";
import { type Display, Panel, show, showOn } from "../../../lib/lab/show/display.ts";
import { table } from "../../../lib/lab/show/table.ts";
import { silently } from "../embedded_lab.ts";

Deno.test("show prints text outside of Jupyter, in order, keys masked", async () => {
  keepSecret("key-of-the-test");
  await silently(async ({ lines }) => {
    await show("first: key-of-the-test", { text: "second", html: "<b>second</b>" });
    assert.deepEqual(lines, ["first: ***", "second"]);
  });
});

Deno.test("Panel prints once outside of Jupyter, not at every update", async () => {
  await silently(async ({ lines }) => {
    const panel = new Panel("p");
    await panel.update({ text: "0 of 2" });
    await panel.update({ text: "1 of 2" });
    assert.deepEqual(lines, ["0 of 2"]);
  });
});

Deno.test("show and Panel hand every form to Jupyter, masked, updates to the same place", async () => {
  keepSecret("another-key");
  const calls: Parameters<Display>[] = [];
  showOn((...call) => Promise.resolve(calls.push(call)));
  try {
    await show({
      text: "t another-key",
      html: "<p>another-key</p>",
      svg: "<svg>another-key</svg>",
    });
    const panel = new Panel("p");
    await panel.update({ text: "a" });
    await panel.update({ text: "b" });
  } finally {
    showOn(undefined);
  }
  assert.deepEqual(calls[0][0], {
    "text/plain": "t ***",
    "text/html": "<p>***</p>",
    "image/svg+xml": "<svg>***</svg>",
  });
  assert.deepEqual(calls.slice(1).map(([, { display_id, update }]) => [display_id, update]), [
    ["p", false],
    ["p", true],
  ]);
});

Deno.test("table aligns numbers, dashes what is missing and escapes bars", () => {
  const { markdown, text } = table([
    { name: "a|b", count: 1.26, rest: null },
    { name: "c", count: 10, rest: "x" },
  ], { decimals: 1 });
  assert.deepEqual(markdown!.split("\n"), [
    "| name | count | rest |",
    "| --- | ---: | --- |",
    "| a\\|b | 1.3 | - |",
    "| c | 10.0 | x |",
  ]);
  assert.match(text, /^name {2}count {2}rest\n/);
});

Deno.test("table sets figures to the right, texts that read as figures too, and breaks no name", () => {
  const { html, text } = table([
    { scenario: "morning-peak", share: "99.5%", cost: "$3.10", note: "a <b> & c" },
    { scenario: "calm-day", share: "-", cost: "12", note: "x".repeat(60) },
  ]);
  assert.match(html, /<td style="text-align:left;white-space:nowrap">morning-peak<\/td>/);
  assert.match(html, /<td style="text-align:right;white-space:nowrap">99\.5%<\/td>/);
  assert.match(html, /<th style="text-align:right">cost<\/th>/);
  assert.match(html, /<td style="text-align:left;white-space:nowrap">a &#60;b&#62; &#38; c<\/td>/);
  assert.match(html, /<td style="text-align:left">x{60}<\/td>/);
  assert.match(text, /^calm-day {10}- {5}12 {2}x{60}$/m);
});

Deno.test("table of no rows is empty, not an error", () => {
  assert.equal(typeof table([]).text, "string");
});

Deno.test("a picture comes as HTML, too, that needs no trust: an image with its text to unfold", async () => {
  const bundles: Readonly<Record<string, string>>[] = [];
  showOn((bundle) => Promise.resolve(bundles.push(bundle)));
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" aria-label="50% &#60;a&#62;"><text>#1</text></svg>';
  try {
    await show({ text: "one <b>", svg });
  } finally {
    showOn(undefined);
  }
  const html = bundles[0]["text/html"];
  const source = /<img src="data:image\/svg\+xml;charset=utf-8,([^"]*)"/.exec(html)![1];
  assert.equal(decodeURIComponent(source).replace(/<style>.*?<\/style>/, ""), svg);
  assert.match(html, /alt="50% &#60;a&#62;"/);
  assert.match(html, /<pre[^>]*>one &#60;b&#62;<\/pre>/);
});
