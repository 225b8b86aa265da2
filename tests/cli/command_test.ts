import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { exitCodeOf, UsageError } from "../../lib/cli/command.ts";
import { UserError } from "../../lib/core/user_error.ts";

const COMMANDS = [
  "azure",
  "check",
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

/** Those that stand elsewhere. */
const ELSEWHERE = new Map([["bench", "bench/main.ts"], ["fuzz", "bench/fuzz/main.ts"]]);

for (const command of [...COMMANDS, ...ELSEWHERE.keys()]) {
  Deno.test(`${command} --help says how it is called, with an example, on stdout`, async () => {
    const place = ELSEWHERE.get(command) ?? `lib/cli/${command}.ts`;
    const script = new URL(`../../${place}`, import.meta.url).pathname;
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

Deno.test("commands answer slips of the pen with the word that was meant, as wrong usage", async () => {
  const slips: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["simulate", ["--scenario", "morning-peek"], /did you mean "morning-peak"\?/],
    ["load", ["exprt"], /did you mean "export"\?/],
    ["load", ["export", "--scenario", "morning-peek"], /did you mean "morning-peak"\?/],
    ["export", ["--strategy", "backendpool", "--as", "arm"], /did you mean "backend-pool"\?/],
    ["parity", ["--only", "breakerWindo"], /did you mean "breakerWindow"\?/],
    ["policy", ["chek", "x.xml"], /did you mean "check"\?/],
    ["policy", ["check", "x.xml", "--scope", "apis"], /did you mean "api"\?/],
    ["docs", ["--chek"], /Unknown option '--chek'/],
    ["check", ["--fast"], /takes no options/],
  ];
  for (const [command, args, message] of slips) {
    const script = new URL(`../../lib/cli/${command}.ts`, import.meta.url).pathname;
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script, ...args],
      stdout: "null",
      stderr: "piped",
    }).output();
    assert.match(new TextDecoder().decode(stderr), message);
    assert.equal(code, 2, `${command} ${args.join(" ")}`);
  }
});
