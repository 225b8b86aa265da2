/** What looks small in a loop, and reads or copies a large text each time, costs by the size of it. */
import assert from "node:assert/strict";
import { Environment } from "../../lib/csharp/mod.ts";
import { Budget, MAX_STEPS } from "../../lib/csharp/runtime/budget.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";

const environment = new Environment({ libraries: [dotnet], usings: dotnet.usings });

const SIZE = 1 << 20;
const TURNS = 3;

/** Steps that one turn of a loop over `turn` takes. */
function stepsOf(turn: string): number {
  const text = `
    var big = new string('a', ${SIZE}); var builder = new StringBuilder(big); var key = new byte[16];
    var n = 0; for (var i = 0; i < ${TURNS}; i++) { ${turn} } return n;`;
  const compiled = environment.compile(text, { block: true });
  assert.ok(compiled.ok, compiled.ok ? "" : compiled.errors[0].message);
  const budget = new Budget();
  compiled.program.evaluate([], { now: () => 0, random: () => 0, budget });
  budget.close();
  return (MAX_STEPS - budget.steps) / TURNS;
}

/** What a turn costs at least: about a step for what a processor does in 200 ns. */
const AT_LEAST: Readonly<Record<string, number>> = {
  "builder[i] = 'b';": SIZE >> 9,
  "builder.Append('b'); n += builder[i];": SIZE >> 8,
  "builder.Append('b'); n += builder.ToString()[i];": (SIZE >> 8) + (SIZE >> 10),
  "builder.Append('b'); n += builder.ToString(i, 1)[0];": SIZE >> 8,
  "n += (big + i)[i];": SIZE >> 10,
  'n += $"{big}{i}"[i];': SIZE >> 10,
  'n += string.Format("{0}{1}", big, i)[i];': SIZE >> 10,
  'switch (big + i) { case "a": n++; break; }': SIZE >> 5,
  "n += big.Split('a').Length;": SIZE >> 1,
  'n += big.Replace("a", "b").Length;': SIZE >> 1,
  "builder.Replace('a', 'b').Replace('b', 'a');": SIZE >> 1,
  "using (var hash = new HMACSHA256(key)) { n += hash.ComputeHash(key).Length; }": 100,
  "n += SHA512.Create().ComputeHash(key).Length;": 100,
  "n += Aes.Create().CreateEncryptor().TransformFinalBlock(key, 0, 16).Length;": 150,
  'n += new Regex("a" + i).IsMatch("b") ? 1 : 0;': 100,
};

for (const [turn, least] of Object.entries(AT_LEAST)) {
  Deno.test(`a turn of ${turn} costs at least ${least} steps`, () => {
    const steps = stepsOf(turn) - stepsOf("");
    assert.ok(steps >= least, `${steps}`);
  });
}

/** Ordinary work on the same values stays cheap. */
const AT_MOST: Readonly<Record<string, number>> = {
  "n += big[i];": 40,
  "n += builder[i];": SIZE >> 8,
  "n += builder.Length;": 1000,
  'switch ("abc") { case "abc": n++; break; }': 1000,
};

for (const [turn, most] of Object.entries(AT_MOST)) {
  Deno.test(`a turn of ${turn} costs little more than making the values`, () => {
    const making = stepsOf("");
    const steps = stepsOf(turn) - making;
    assert.ok(steps <= most, `${steps}`);
  });
}
