/** The fuzzers at work for a moment: what they try is answered. */
import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import type { Target } from "../../bench/fuzz/target.ts";

const ATTEMPTS: Readonly<Record<string, number>> = {
  documents: 300,
  expressions: 300,
  liquid: 500,
  backends: 30,
  callers: 30,
  management: 300,
  files: 300,
};

for (const [name, attempts] of Object.entries(ATTEMPTS)) {
  Deno.test(`fuzz ${name} finds nothing in ${attempts} attempts`, async () => {
    const { target }: { target: () => Target | Promise<Target> } = await import(
      `../../bench/fuzz/${name}.ts`
    );
    await using subject = await target();
    const counts = new Map<string, number>();
    const attempt = async (index: number) => {
      const outcome = await subject.attempt(new Random(`test/${name}/${index}`));
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    };
    const indices = Array.from({ length: attempts }, (_, index) => index);
    if (subject.width === undefined) { for (const index of indices) await attempt(index); }
    else await Promise.all(indices.map(attempt));
    assert.ok(!counts.has("lost") && !counts.has("internal"), JSON.stringify([...counts]));
    assert.ok(
      counts.has("ok") && counts.has("refused"),
      "it tries what is right and what is wrong",
    );
  });
}
