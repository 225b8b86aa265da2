import assert from "node:assert/strict";
import { escapeHtml } from "../../lib/core/html.ts";

Deno.test("escapeHtml leaves nothing that a browser would run", () => {
  const safe = escapeHtml(`<script>alert("1" & '2')</script>`);
  assert.doesNotMatch(safe, /[<>"']/);
  assert.equal(escapeHtml("a < b & c"), "a &#60; b &#38; c");
});
