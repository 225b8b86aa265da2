import assert from "node:assert/strict";
import { listenForDefects, reportDefect } from "../../lib/core/defects.ts";
import { InternalError } from "../../lib/core/internal_error.ts";

Deno.test("reportDefect prints each report once", () => {
  const { error } = console;
  const printed: string[] = [];
  console.error = (text: string) => void printed.push(text);
  try {
    const defect = new InternalError(new TypeError("x"));
    for (let i = 0; i < 3; i++) reportDefect(defect, "here");
    reportDefect(defect, "there");
  } finally {
    console.error = error;
  }
  assert.equal(printed.length, 2);
  assert.match(printed[0], /^here: Internal error\nTypeError: x/);
});

Deno.test("listenForDefects takes every report until it is undone", () => {
  const told: string[] = [];
  const undo = listenForDefects((text) => void told.push(text));
  for (let i = 0; i < 2; i++) reportDefect("text", "here");
  undo();
  assert.deepEqual(told, ["here: text", "here: text"]);
});
