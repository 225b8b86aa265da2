import assert from "node:assert/strict";

const SCRIPT = new URL("../../lib/cli/workshop.ts", import.meta.url).pathname;

async function workshop(args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("workshop says what it does not understand, before it runs anything", async () => {
  const cases: [args: string[], message: RegExp][] = [
    [["--onyl", "03"], /Unknown option '--onyl'.*usage: deno task workshop/s],
    [["--target", "moon"], /--target must be embedded or azure: it is moon/],
    [["--timeout", "soon"], /--timeout must be a positive number of seconds: it is soon/],
    [["--only", "77"], /--only 77 matches no notebook: there are 00-setup\.ipynb, /],
    [["--only", "solutions"], /--only solutions matches no notebook/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await workshop(args);
    assert.equal(code, 1, args.join(" "));
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\.ts:\d+/);
  }
});

Deno.test("workshop says what to do when its results cannot be written", async () => {
  const file = await Deno.makeTempFile();
  const { code, stderr } = await workshop(["--only", "00", "--results", file]);
  await Deno.remove(file);
  assert.equal(code, 1);
  assert.match(stderr, /results cannot be written to .*\n.*another folder with --results\.$/m);
});

Deno.test("workshop --help prints the usage", async () => {
  const { code, stdout } = await workshop(["--help"]);
  assert.equal(code, 0);
  assert.match(stdout, /--only 03/);
});
