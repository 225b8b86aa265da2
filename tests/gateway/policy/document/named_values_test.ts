import assert from "node:assert/strict";
import { substituteNamedValues } from "../../../../lib/gateway/policy/document/named_values.ts";

const VALUES = new Map([["host", "example.org"], ["two", "a\nb"], ["empty", ""]]);

Deno.test("substituteNamedValues replaces references without regard to case", () => {
  const { text, used, unknown } = substituteNamedValues("x {{Host}}/{{HOST}} {{other}}", VALUES);
  assert.equal(text, "x example.org/example.org {{other}}");
  assert.deepEqual([...used], ["host"]);
  assert.deepEqual(unknown, [{ name: "other", offset: text.indexOf("{{other}}") }]);
});

Deno.test("substituteNamedValues does not look into values again", () => {
  const { text } = substituteNamedValues("{{a}}", new Map([["a", "{{b}}"], ["b", "no"]]));
  assert.equal(text, "{{b}}");
});

Deno.test("written leads back to the text before substitution", () => {
  const written = "1{{host}}2{{empty}}3{{two}}4";
  const { text, written: back } = substituteNamedValues(written, VALUES);
  for (const mark of ["1", "2", "3", "4"]) {
    assert.equal(back(text.indexOf(mark)), written.indexOf(mark), mark);
  }
  assert.equal(back(text.indexOf("ample")), written.indexOf("{{host}}"));
  assert.equal(back(text.length), written.length);
});

Deno.test("substituteNamedValues leaves braces that are no references", () => {
  const text = `@{ return $"{{ {x} }}" + "{{a b}}"; }`;
  assert.equal(substituteNamedValues(text, VALUES).text, text);
});
