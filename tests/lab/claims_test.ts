import assert from "node:assert/strict";
import { UserError } from "../../lib/core/user_error.ts";
import { ClaimError, Claims } from "../../lib/lab/claims.ts";
import { showOn } from "../../lib/lab/show/display.ts";
import { silently } from "./embedded_lab.ts";

Deno.test("Claims.verify takes undecided claims for what they are: neither proof nor failure", async () => {
  await silently(async ({ lines }) => {
    const claims = new Claims();
    await claims.check("Shares are as configured", "undecided", "12 of 385 requests");
    await claims.check("All served", true, "12 of 12");
    await claims.verify();
    assert.match(lines[0], /^❔ Shares are as configured: 12 of 385 requests$/);
    assert.deepEqual(claims.all.map(({ outcome }) => outcome), ["undecided", "holds"]);
  });
});

Deno.test("Claims.verify names every claim that failed, with what was measured", async () => {
  await silently(async ({ lines }) => {
    const claims = new Claims();
    await claims.check("A", false, "3 ms");
    await claims.check("B", "holds", "fine");
    await claims.check("C", "fails", "p = 0.001");
    await assert.rejects(claims.verify(), (error: unknown) => {
      assert.ok(error instanceof ClaimError);
      assert.equal(
        error.message,
        '2 of 3 claims failed: "A" (measured: 3 ms); "C" (measured: p = 0.001)',
      );
      assert.doesNotMatch(error.stack!, /\n/);
      return true;
    });
    assert.match(lines.at(-1)!, /❌ A: 3 ms\n✅ B: fine\n❌ C: p = 0.001/);
  });
});

Deno.test("Claims shows markup in a measurement as text", async () => {
  const shown: string[] = [];
  showOn((bundle) => Promise.resolve(shown.push(bundle["text/markdown"])));
  try {
    await new Claims().check("Priced", true, "<set-header> took $1 and $2 *in* a|b_c");
  } finally {
    showOn(undefined);
  }
  assert.deepEqual(shown, [
    "✅ Priced: *&#60;set-header&#62; took &#36;1 and &#36;2 \\*in\\* a\\|b\\_c*",
  ]);
});

Deno.test("Claims counts a claim that is checked again once, as it came out last", async () => {
  await silently(async () => {
    const claims = new Claims();
    await claims.check("All served", false, "11 of 12");
    await claims.check("All served", true, "12 of 12");
    await claims.verify();
    assert.deepEqual(claims.all.map(({ measured }) => measured), ["12 of 12"]);
  });
});

Deno.test("Claims.check refuses what is no outcome, so that nothing holds by accident", async () => {
  const claims = new Claims();
  const wrong: [statement: unknown, outcome: unknown, measured: unknown, says: RegExp][] = [
    ["A", 3, "3", /^lab\.claim takes true, false, or one of .* second.*: it was given 3\.$/],
    ["A", undefined, "3", /given undefined/],
    ["A", [], "3", /given \[\]/],
    ["A", "hold", "3", /"holds", "fails", "undecided".*given "hold"/],
    ["A", Promise.resolve(true), "3", /a promise: put await in front of it/],
    [true, true, "3", /takes a sentence first.*given true/],
    ["A", true, 3, /takes what was measured, as text, third.*given 3/],
  ];
  for (const [statement, outcome, measured, says] of wrong) {
    await assert.rejects(
      claims.check(statement as string, outcome as boolean, measured as string),
      (error) => error instanceof UserError && says.test(error.message),
      String(says),
    );
  }
  assert.deepEqual(claims.all, []);
});
