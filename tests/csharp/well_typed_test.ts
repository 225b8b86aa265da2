/** No expression that C# accepts meets a defect of ours: every one gives a value, a C# exception or a limit. */
import assert from "node:assert/strict";
import { InternalError } from "../../lib/core/internal_error.ts";
import { CsException, LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import { toText } from "../../lib/csharp/runtime/object.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";
import { apim } from "../../lib/gateway/expression/environment.ts";
import fc from "../properties.ts";
import { compile, context } from "./typed.ts";
import { type Choose, WellTyped } from "./well_typed.ts";

const generator = new WellTyped([dotnet, apim], {
  IProxyRequestContext: ["context"],
  IRequest: ["context.Request"],
  IUrl: ["context.Request.Url"],
  IMessageBody: ["context.Request.Body"],
  IVariables: ["context.Variables"],
});

/** Choices from a list of numbers; the plainest where it ends. */
function from(numbers: readonly number[]): Choose {
  let next = 0;
  return (count) => next < numbers.length ? numbers[next++] % count : 0;
}

/** Whether the expression compiled. @throws InternalError */
function run(text: string): boolean {
  const compiled = compile(text);
  if (!compiled.ok) return false;
  try {
    toText(compiled.expression.evaluate(context));
  } catch (error) {
    if (error instanceof CsException || error instanceof LimitExceededError) return true;
    throw error instanceof InternalError ? new Error(error.report()) : error;
  }
  return true;
}

Deno.test("well-typed expressions give a value, a C# exception or a limit, never a defect of ours", () => {
  let compiled = 0;
  let all = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 4, maxLength: 60 }), (numbers) => {
      const text = generator.program(from(numbers), 4);
      all++;
      try {
        if (run(text)) compiled++;
      } catch (error) {
        throw new Error(`${text}\n${(error as Error).stack}`);
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(compiled > all / 2, `only ${compiled} of ${all} compiled`);
});
