import assert from "node:assert/strict";
import { listing } from "../../lib/lab/listing.ts";

const DOCUMENT = `<policies>
  <inbound>
    <base />
  </inbound>
  <backend>
    <forward-request />
  </backend>
  <outbound />
</policies>
`;

Deno.test("listing escapes what it shows and sets comments apart", () => {
  const { html, text } = listing("<!-- <b>why</b> -->\n<script>x</script>\n");
  assert.doesNotMatch(html!, /<script|<b>/);
  assert.match(html!, /<i style="[^"]*">&#60;!-- &#60;b&#62;why&#60;\/b&#62; --&#62;<\/i>/);
  assert.match(text, /<script>/);
});

Deno.test("listing folds away what comes before and after the section to look at", () => {
  const { html, text } = listing(DOCUMENT, "backend");
  const [before, after] = [...html!.matchAll(/<details><summary>(\d+) more lines.*?<\/details>/gs)];
  assert.equal(before[1], "4");
  assert.match(before[0], /inbound/);
  assert.equal(after[1], "2");
  assert.match(after[0], /outbound/);
  const open = html!.replaceAll(/<details>.*?<\/details>/gs, "");
  assert.ok(
    open.includes(">  &#60;backend&#62;\n    &#60;forward-request /&#62;\n  &#60;/backend&#62;<"),
  );
  assert.equal(text, DOCUMENT);
});

Deno.test("listing shows the whole document when it does not have the section", () => {
  assert.equal(listing(DOCUMENT, "on-error").html, listing(DOCUMENT).html);
});
