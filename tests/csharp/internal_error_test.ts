/** Errors that no C# may see. */
import assert from "node:assert/strict";
import { InternalError } from "../../lib/core/internal_error.ts";
import { Environment } from "../../lib/csharp/mod.ts";
import { Declarations } from "../../lib/csharp/runtime/declare.ts";
import { CsException, LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import { Library } from "../../lib/csharp/runtime/library.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";

const WORLD = { now: () => 0, random: () => 0 };

/** What a member that does `act` makes of a program that catches everything. */
function thrownBy(name: string, act: () => unknown): unknown {
  const types = new Declarations();
  types.declare({ type: `static class ${name}`, members: { "static int Act()": act } });
  const library = new Library({ parts: [types], usings: [], uses: [dotnet] });
  const environment = new Environment({ libraries: [dotnet, library], usings: ["System"] });
  const text = `try { return ${name}.Act(); } catch (Exception e) when (true) { return "caught"; }`;
  const result = environment.compile(text, { block: true, name: "the program" });
  assert.ok(result.ok);
  try {
    return result.program.evaluate([], WORLD);
  } catch (error) {
    return error;
  }
}

Deno.test("C# catches its own exceptions", () => {
  const act = () => {
    throw new CsException("System.FormatException", "");
  };
  assert.equal(thrownBy("Own", act), "caught");
});

Deno.test("what V8 cannot hold is a limit, which C# does not catch", () => {
  assert.ok(thrownBy("Long", () => "x".repeat(2 ** 29).repeat(4)) instanceof LimitExceededError);
  const deep = (): number => deep() + 1;
  assert.ok(thrownBy("Deep", deep) instanceof LimitExceededError);
});

Deno.test("anything else is an InternalError that names the program, which C# does not catch", () => {
  const faults: Record<string, () => unknown> = {
    NullRead: () => (null as unknown as { x: number }).x,
    NoFunction: () => (undefined as unknown as () => number)(),
    OutOfRange: () => (1.5).toFixed(200),
    NoError: () => {
      throw "text";
    },
  };
  for (const [name, act] of Object.entries(faults)) {
    const error = thrownBy(name, act);
    assert.ok(error instanceof InternalError, name);
    assert.match(error.report(), /the program/);
  }
});
