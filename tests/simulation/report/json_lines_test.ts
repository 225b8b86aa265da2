import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { jsonErrorLine, jsonLines } from "../../../lib/simulation/report/json_lines.ts";

Deno.test("jsonLines finds each value's line, strings with braces and quotes included", () => {
  const lines = jsonLines('{\n  "a": [1, {\n "b": "}\\"]" }],\n  "c": {}\n}');
  assert.deepEqual([...lines], [
    ["", 1],
    ["a", 2],
    ["a[0]", 2],
    ["a[1]", 2],
    ["a[1].b", 3],
    ["c", 4],
  ]);
});

Deno.test("jsonLines knows a path for every value of any JSON", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    let values = 0;
    JSON.stringify(value, (_, one) => {
      values++;
      return one;
    });
    const text = JSON.stringify(value, null, 1);
    const last = Math.max(...jsonLines(text).values());
    assert.ok(jsonLines(text).size <= values && last <= text.split("\n").length);
  }));
});

Deno.test("jsonErrorLine finds the line that breaks a text, at its end too", () => {
  const text = '{\n"a": [1,\n2],\n"b": "x"\n}';
  assert.equal(jsonErrorLine(text.replace("1,", ",1,")), 2);
  assert.equal(jsonErrorLine(text.replace('"b"', "b")), 4);
  assert.equal(jsonErrorLine(text.replace("\n}", "")), 4);
  assert.equal(jsonErrorLine(text + "\n}"), 6);
});
