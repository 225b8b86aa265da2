import assert from "node:assert/strict";
import { ClaimError } from "../../lib/mod.ts";
import { exerciseOf, mark } from "../../lib/lab/exercises/mod.ts";
import { withLab } from "./embedded_lab.ts";

const EMBEDDED = { backends: [], config: { target: "embedded" } } as const;

Deno.test("lab.exercise says what is wanted, whether an answer is right, and never fails a notebook", async () => {
  await withLab("07-beyond", async (lab, { lines }) => {
    await lab.exercise(1);
    assert.match(lines.at(-1)!, /Exercise 1, unanswered: put in the number of calls/);
    await lab.exercise(1, "ten");
    assert.match(lines.at(-1)!, /Exercise 1, not yet: the answer has to be the number of calls/);
    await lab.exercise(1, 8);
    assert.match(lines.at(-1)!, /Exercise 1, not yet: attempts of the client times/);
    await lab.exercise(1, 10);
    assert.match(lines.at(-1)!, /Exercise 1, right/);
    await assert.rejects(lab.exercise(9), /exercise.*"9".*1, 2, 3/);
    await lab.close();
  });
});

Deno.test("lab.exercise is a claim in a notebook of solutions", async () => {
  await withLab("solutions-07", async (lab) => {
    await lab.exercise(1, 10);
    await lab.exercise(3, 30);
    await assert.rejects(
      lab.close(),
      (error) => error instanceof ClaimError && /1 of 2 claims failed/.test(error.message),
    );
  });
});

Deno.test("mark leaves what takes simulated regions undecided on Azure, and calls nothing right unasked", () => {
  const azure = { backends: [], config: { target: "azure" } } as const;
  assert.equal(mark(exerciseOf("05-circuit-breaker", 2), 40, azure).mark, "undecided");
  for (const part of ["00", "01", "02", "03", "04", "05", "06", "07"]) {
    for (const number of [1, 2, 3]) {
      const exercise = exerciseOf(part, number);
      assert.equal(mark(exercise, null, EMBEDDED).mark, "unanswered");
      for (const odd of [{}, [], Symbol(), () => 1, NaN]) {
        assert.equal(mark(exercise, odd, EMBEDDED).mark, "not yet", `${part}.${number}`);
      }
    }
  }
  assert.match(mark(exerciseOf("00-setup", 2), "<policies>", EMBEDDED).says, /\S/);
  assert.throws(() => exerciseOf("forms", 1), /has no exercises/);
});
