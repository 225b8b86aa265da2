import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { exitCodeOf, UsageError } from "../../lib/cli/command.ts";
import { UserError } from "../../lib/core/user_error.ts";

const COMMANDS = [
  "azure",
  "docs",
  "export",
  "gateway",
  "lab",
  "load",
  "parity",
  "policy",
  "simulate",
  "sweep",
  "vectors",
  "workshop",
];

Deno.test("exitCodeOf tells wrong usage from what went wrong", () => {
  let parseError: unknown;
  try {
    parseArgs({ args: ["--no-such"], options: {} });
  } catch (error) {
    parseError = error;
  }
  const errors = [parseError, new UsageError("x"), new UserError("x"), new TypeError("x")];
  assert.deepEqual(errors.map(exitCodeOf), [2, 2, 1, 1]);
});

for (const command of COMMANDS) {
  Deno.test(`${command} --help says how it is called, with an example, on stdout`, async () => {
    const script = new URL(`../../lib/cli/${command}.ts`, import.meta.url).pathname;
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script, "--help"],
      stdout: "piped",
      stderr: "null",
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert.equal(code, 0);
    assert.match(text, new RegExp(`^usage: deno task ${command}\\b`, "i"));
    assert.match(text, new RegExp(`example:?\\s[^]*${command}`, "i"));
  });
}
