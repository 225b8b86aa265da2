import assert from "node:assert/strict";
import { runVector } from "../../lib/cli/vectors/run.ts";

const vector = (code: string, expected: object, more: object = {}) => ({
  name: "test/case",
  code,
  block: false,
  expected,
  ...more,
});

Deno.test("runVector compares a value's type and text", () => {
  assert.ok(runVector(vector("1 + 1", { type: "System.Int32", string: "2" })).passed);
  assert.ok(!runVector(vector("1 + 1", { type: "System.Int64", string: "2" })).passed);
  assert.ok(runVector(vector("(string)null", { type: "null", string: null })).passed);
});

Deno.test("runVector compares exceptions by type, and by message on request", () => {
  const wrong = vector('int.Parse("x")', { exception: "System.FormatException" }, {
    message: "other",
  });
  assert.ok(runVector(wrong).passed);
  assert.ok(!runVector(wrong, { messages: true }).passed);
  assert.ok(!runVector(vector("1", { exception: "System.FormatException" })).passed);
});

Deno.test("vectors says how it is called where it is called otherwise", async () => {
  const script = new URL("../../lib/cli/vectors.ts", import.meta.url).pathname;
  for (const args of [[], ["--help"], ["--mesages", "x.jsonl"]]) {
    const help = args.includes("--help");
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script, ...args],
    }).output();
    const text = new TextDecoder().decode(help ? stdout : stderr);
    assert.equal(code, help ? 0 : 2, args.join(" "));
    assert.match(
      text,
      help ? /^usage: deno task vectors/ : /vectors --help says what there is\.\n$/,
    );
  }
});

Deno.test("runVector takes a compile error for what it is", () => {
  assert.ok(runVector(vector("1 +", { compileError: true })).passed);
  const outcome = runVector(vector("foo", { type: "System.Int32", string: "1" }));
  assert.ok(!outcome.passed);
  assert.match(outcome.got, /CS0103 at 1/);
});

Deno.test("runVector takes alternatives only where a tag allows them", () => {
  const alternatives = { mono: { type: "System.Int32", string: "2" } };
  const expected = { type: "System.Int32", string: "3" };
  assert.ok(!runVector(vector("1 + 1", expected, { alternatives })).passed);
  assert.ok(
    runVector(vector("1 + 1", expected, { alternatives, tag: "runtime-dependent" })).passed,
  );
});

Deno.test("runVector builds the context that the vector describes", () => {
  const context = {
    request: {
      method: "POST",
      url: "https://h.example/p?q=1",
      headers: { "X-A": ["1", "2"] },
      body: '{"m":"x"}',
    },
    variables: {
      big: { type: "System.Int64", value: 5 },
      list: { type: "Newtonsoft.Json.Linq.JArray", value: [1] },
    },
    lastError: { source: "retry" },
    elapsed: "00:00:01.5000000",
  };
  const code =
    '$"{context.Request.Method}{context.Request.Headers["X-A"].Length}{(string)context.Request.Body.As<JObject>(true)["m"]}' +
    '{(long)context.Variables["big"]}{((JArray)context.Variables["list"]).Count}{context.LastError.Source}{context.Elapsed.TotalSeconds}"';
  const expected = { type: "System.String", string: "POST2x51retry1.5" };
  assert.deepEqual(
    runVector(vector(code, expected, { context })).got,
    'System.String "POST2x51retry1.5"',
  );
});
