import assert from "node:assert/strict";
import { difference } from "../../../lib/lab/listing/difference.ts";
import { listing } from "../../../lib/lab/listing/listing.ts";

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

/** The HTML's lines as a reader sees them, without what is folded away. */
function seen(html: string): string[] {
  const open = html.replaceAll(/<details>.*?<\/details>/gs, "");
  return [...open.matchAll(/<div style="display:flex.*?<\/div>/gs)].map(([row]) =>
    row.replaceAll(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&amp;", "&")
  );
}

Deno.test("listing escapes what it shows, numbers its lines and sets comments apart", () => {
  const { html, text } = listing("<!-- <b>why</b> -->\n<script>x</script>\n");
  assert.doesNotMatch(html!, /<script|<b>/);
  assert.match(html!, /<i style="[^"]*">&lt;!-- &lt;b>why&lt;\/b> --><\/i>/);
  assert.deepEqual(seen(html!), ["1  <!-- <b>why</b> -->", "2  <script>x</script>"]);
  assert.match(text, /<script>/);
});

Deno.test("listing colours C# as C#, wherever it stands and whatever quotes it has", () => {
  const { html } = listing(
    `<a b="@((int)context.Variables["n"] > 1)"><v>@{\n  return "x"; // </v>\n}</v></a>`,
  );
  const colors = new Map(
    [...html!.matchAll(/<span style="color:(#\w+)[^"]*">([^<]*)<\/span>/g)].map((
      [, c, t],
    ) => [t, c]),
  );
  assert.equal(colors.get("return"), colors.get("int"));
  assert.equal(colors.get('"n"'), colors.get('"x"'));
  assert.match(html!, /<i [^>]*>\/\/ &lt;\/v><\/i>/);
  assert.equal(seen(html!).at(-1), "3  }</v></a>");
});

Deno.test("listing shows text that is no XML, too", () => {
  for (const text of ["", "a < b & c > d", '<a b="@(never closed', "<a><b></a>"]) {
    assert.equal(seen(listing(text).html!).map((line) => line.slice(3)).join("\n"), text);
  }
});

Deno.test("listing folds away what comes before and after the section to look at", () => {
  const { html, text } = listing(DOCUMENT, "backend");
  const [before, after] = [
    ...html!.matchAll(/<details><summary[^>]*>(.*?)<\/summary>.*?<\/details>/gs),
  ];
  assert.equal(before[1], "4 lines before");
  assert.match(before[0], /inbound/);
  assert.equal(after[1], "2 lines after");
  assert.match(after[0], /outbound/);
  assert.deepEqual(seen(html!), [
    "5    <backend>",
    "6      <forward-request />",
    "7    </backend>",
  ]);
  assert.equal(text, DOCUMENT);
});

Deno.test("listing shows the whole document when it does not have the section", () => {
  assert.equal(listing(DOCUMENT, "on-error").html, listing(DOCUMENT).html);
});

Deno.test("difference shows what was taken and what was added, with both documents' line numbers", () => {
  const other = DOCUMENT.replace("<forward-request />", '<forward-request timeout="9" />')
    .replace("    <base />", "  <base />");
  const { html, text } = difference(DOCUMENT, other);
  assert.deepEqual(seen(html!), [
    "4 4      </inbound>",
    "5 5      <backend>",
    "6   -      <forward-request />",
    '  6 +      <forward-request timeout="9" />',
    "7 7      </backend>",
    "8 8      <outbound />",
  ]);
  assert.match(text, /^- {4}<forward-request \/>$/m);
});

Deno.test("difference of one section leaves the others out and keeps their numbers", () => {
  const rows = seen(difference(DOCUMENT, "<a/>\n" + DOCUMENT, { section: "backend" }).html!);
  assert.deepEqual(rows, []); // all alike: folded
  const changed = DOCUMENT.replace("<forward-request />", "<base />");
  assert.deepEqual(seen(difference(DOCUMENT, changed, { section: "backend" }).html!), [
    "5 5      <backend>",
    "6   -      <forward-request />",
    "  6 +      <base />",
    "7 7      </backend>",
  ]);
});
