import assert from "node:assert/strict";
import { colorsOf, FAILED_COLOR, INK } from "../../lib/analysis/charts/theme.ts";
import { listing } from "../../lib/lab/listing/listing.ts";
import { contrast } from "./contrast.ts";

/** JupyterLab's pages, light and dark. */
const PAGES = ["#ffffff", "#111111"];

Deno.test("words in charts and listings can be read on light and on dark pages", () => {
  const { html } = listing(
    '<a b="c" d="@((int)1 > 2 ? true : new Random())"><v>@{ return "x"; }</v></a>',
  );
  const colors = [...html!.matchAll(/color:(#[0-9a-f]{6})/g)].map(([, color]) => color);
  assert.ok(new Set(colors).size >= 5);
  for (const color of [INK, ...colors]) {
    for (const page of PAGES) assert.ok(contrast(color, page) >= 4, `${color} on ${page}`);
  }
});

Deno.test("bars and lines stand out from light and from dark pages, and from failures", () => {
  const { range } = colorsOf(["a", "b", "c", "d", "e", "f"]);
  assert.equal(new Set([...range, FAILED_COLOR]).size, 7);
  for (const color of [...range, FAILED_COLOR]) {
    for (const page of PAGES) assert.ok(contrast(color, page) >= 2, `${color} on ${page}`);
  }
});
