/**
 * `deno task vectors [--messages] FILE.jsonl...`: runs expression vectors, prints each failure, then
 * `N passed, N failed`. With `--messages`, exceptions' messages count too.
 * @module
 */
import { runVector, type Vector } from "./vectors/run.ts";

/** Runs every vector of the files. Returns the process's exit code. */
export function main(args: readonly string[]): number {
  const messages = args.includes("--messages");
  const files = args.filter((arg) => arg !== "--messages");
  if (files.length === 0) {
    console.error("usage: deno task vectors [--messages] FILE.jsonl...");
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const lines = Deno.readTextFileSync(file).split("\n").filter((line) => line.trim() !== "");
    for (const line of lines) {
      const vector = JSON.parse(line) as Vector;
      const outcome = runVector(vector, { messages });
      if (outcome.passed) passed++;
      else {
        failed++;
        console.log(`${vector.name}\n  expected ${outcome.expected}\n  got      ${outcome.got}`);
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(main(Deno.args));
