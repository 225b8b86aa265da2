/**
 * `deno task vectors [--messages] FILE.jsonl...`: runs expression vectors, prints each failure, then
 * `N passed, N failed`. With `--messages`, exceptions' messages count too.
 * @module
 */
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "./command.ts";
import { runVector, type Vector } from "./vectors/run.ts";

const USAGE = `usage: deno task vectors [--messages] FILE.jsonl...
  --messages   exceptions' messages count, too
Runs expression vectors, prints each failure, then \`N passed, N failed\`.

example: deno task vectors my-vectors.jsonl
exit code: 0 when all passed, 1 when one failed or a file cannot be read, 2 for wrong usage`;

/** Runs every vector of the files. Returns the process's exit code. @throws UsageError, TypeError */
export function main(args: readonly string[]): number {
  const { values: { messages, help }, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      messages: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (files.length === 0) throw new UsageError("vectors takes one or more FILEs");
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const lines = readLines(file);
    if (lines === null) return 1;
    for (const [index, line] of lines.entries()) {
      const vector = parseVector(line);
      if (vector === null) {
        failed++;
        console.log(`${file}:${index + 1}\n  not a vector in JSON`);
        continue;
      }
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

/** The file's lines that hold something; null, with a message, when it cannot be read. */
function readLines(file: string): string[] | null {
  try {
    return Deno.readTextFileSync(file).split("\n").filter((line) => line.trim() !== "");
  } catch (error) {
    console.error(`Cannot read ${file}: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

function parseVector(line: string): Vector | null {
  try {
    const value = JSON.parse(line);
    return typeof value?.code === "string" && value.expected ? value : null;
  } catch {
    return null;
  }
}

if (import.meta.main) await runCommand("vectors", (args) => Promise.resolve(main(args)));
