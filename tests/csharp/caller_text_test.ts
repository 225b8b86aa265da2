/** Text that comes from a caller never meets what every JavaScript object has: "constructor" is a word like any other. */
import assert from "node:assert/strict";
import { CsException } from "../../lib/csharp/runtime/exception.ts";
import { runtimeType } from "../../lib/csharp/runtime/values.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";
import { apim } from "../../lib/gateway/expression/environment.ts";
import { compile, context } from "./typed.ts";
import { WellTyped } from "./well_typed.ts";

/** A name that objects have, and one alike that none has. */
const NAMES = [
  ["constructor", "constructxr"],
  ["__proto__", "__prxto__"],
  ["toString", "toStrxng"],
  ["hasOwnProperty", "hasOwnProperxy"],
] as const;

function generatorWith(text: string): WellTyped {
  return new WellTyped([dotnet, apim], {
    "System.String": [`"${text}"`],
    "System.Object": [`"${text}"`],
    IProxyRequestContext: ["context"],
    IRequest: ["context.Request"],
    IUrl: ["context.Request.Url"],
    IVariables: ["context.Variables"],
  });
}

/** The type of the value or exception; null where it does not compile. */
function kindOf(text: string): string | null {
  const compiled = compile(text);
  if (!compiled.ok) return null;
  try {
    const value = compiled.expression.evaluate(context);
    return String(value === null ? null : runtimeType(value));
  } catch (error) {
    return error instanceof CsException ? error.typeName : (error as Error).name;
  }
}

for (const [name, alike] of NAMES) {
  Deno.test(`"${name}" is to every member what "${alike}" is`, () => {
    const [own, other] = [generatorWith(name), generatorWith(alike)];
    const wrong: string[] = [];
    own.members.forEach((maker, i) => {
      const text = own.useOf(maker, () => 0, 1);
      if (!text.includes(name)) return;
      const [a, b] = [kindOf(text), kindOf(other.useOf(other.members[i], () => 0, 1))];
      if (a !== b) wrong.push(`${text}: ${a}, not ${b}`);
    });
    assert.deepEqual(wrong, []);
  });
}

Deno.test("no table of the language and its library is a plain object that text could index", async () => {
  const found: string[] = [];
  for (const folder of ["csharp", "dotnet", "gateway/expression"]) {
    for await (const path of sources(new URL(`../../lib/${folder}/`, import.meta.url))) {
      const text = await Deno.readTextFile(path);
      if (/^\s*(export )?const \w+: (Readonly<)?Record<string, (?!Implementation>)/m.test(text)) {
        found.push(path.pathname);
      }
    }
  }
  assert.deepEqual(found.map((path) => path.replace(/.*\/lib\//, "")), []);
});

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}
