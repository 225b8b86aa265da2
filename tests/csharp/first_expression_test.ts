import assert from "node:assert/strict";
import { outcome } from "./typed.ts";

// In a file of its own, so that nothing has been compiled before.
Deno.test("the first expression of a process may name any value type", () => {
  assert.equal(outcome("int? x = 3; return x;"), "System.Int32 3");
});
