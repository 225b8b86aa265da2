/** Every member that takes an index, a count or a capacity, called with what is far outside of small receivers. */
import assert from "node:assert/strict";
import { display } from "../../lib/csharp/bind/types.ts";
import { Environment } from "../../lib/csharp/mod.ts";
import { Budget, MAX_STEPS } from "../../lib/csharp/runtime/budget.ts";
import { CsException, LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import type { MemberSymbol, TypeSymbol } from "../../lib/csharp/runtime/symbols.ts";
import { type CsType, substitute, typeOf } from "../../lib/csharp/runtime/type.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";
import { typed } from "../csharp/typed.ts";

const environment = new Environment({ libraries: [dotnet], usings: dotnet.usings });
const INT = typeOf("System.Int32");

const NAMED = /index|count|capacity|length|start|offset|width/i;
const EXTREMES = ["int.MinValue", "-1", "1", "int.MaxValue"];
/** More than a call costs that loops over nothing; an exception costs about 150. */
const CONSTANT = 500;

/** Small receivers and arguments by type; `int` stands for each type parameter. */
const SMALL: ReadonlyMap<string, string> = new Map(Object.entries({
  "System.String": '"abc"',
  "System.Object": "1",
  "System.Int32": "1",
  "System.Int64": "1L",
  "System.Char": "'b'",
  "System.Text.StringBuilder": 'new StringBuilder("abc")',
  "System.Text.Encoding": "Encoding.UTF8",
  "System.Text.RegularExpressions.Regex": 'new Regex("b")',
  "System.Text.RegularExpressions.MatchCollection": 'Regex.Matches("abc", "b")',
  "System.Text.RegularExpressions.GroupCollection": 'Regex.Match("abc", "b").Groups',
  "System.Text.RegularExpressions.CaptureCollection": 'Regex.Match("abc", "b").Captures',
  "System.IO.TextReader": 'new StringReader("abc")',
  "System.IO.TextWriter": "new StringWriter()",
  "System.Array": "new[] { 1, 2, 3 }",
  "System.Collections.Generic.List": "new List<int> { 1, 2, 3 }",
  "System.Collections.Generic.HashSet": "new HashSet<int> { 1 }",
  "System.Collections.Generic.Queue": "new Queue<int>(new[] { 1 })",
  "System.Collections.Generic.Stack": "new Stack<int>(new[] { 1 })",
  "System.Collections.Generic.Dictionary": "new Dictionary<int, int> { { 1, 1 } }",
  "System.Security.Cryptography.HashAlgorithm": "SHA256.Create()",
  "System.Security.Cryptography.ICryptoTransform": "Aes.Create().CreateEncryptor()",
  "System.Security.Cryptography.RandomNumberGenerator": "RandomNumberGenerator.Create()",
  "Newtonsoft.Json.Linq.JArray": 'JArray.Parse("[1,2,3]")',
  "Newtonsoft.Json.Linq.JToken": 'JToken.Parse("[1,2,3]")',
  "Newtonsoft.Json.Linq.JContainer": 'JArray.Parse("[1,2,3]")',
}));
const SEQUENCE = /^System\.Collections\.(Generic\.)?I(Enumerable|List|Collection|ReadOnly\w+)$/;

function small(type: CsType): string {
  const { kind, name } = type.definition;
  if (kind === "array") return `new ${display(type.typeArguments[0])}[3]`;
  const known = SMALL.get(name);
  if (known !== undefined) return known;
  if (SEQUENCE.test(name)) return "new List<int> { 1, 2, 3 }";
  if (kind === "delegate") return name === "System.Predicate" ? "p => true" : "(p, q) => 0";
  return kind === "struct" || kind === "enum"
    ? `default(${display(type)})`
    : `(${display(type)})null`;
}

interface Use {
  readonly text: string;
  readonly numbers: readonly string[];
}

/** Calls with each combination of extremes (with one at a time, where there are more than three numbers). */
function* usesOf(owner: TypeSymbol, member: MemberSymbol): Generator<Use> {
  const generic = "typeParameters" in member ? member.typeParameters : [];
  const map = new Map([...owner.parameters, ...generic].map((parameter) => [parameter, INT]));
  const type = substitute(owner.type, map);
  const places = member.parameters.flatMap((p, i) =>
    p.type === INT && p.mode === "value" && NAMED.test(p.name) ? [i] : []
  );
  if (places.length === 0 || member.parameters.some(({ mode }) => mode !== "value")) return;
  const combinations = places.length <= 3
    ? places.reduce<string[][]>((all) => all.flatMap((c) => EXTREMES.map((e) => [...c, e])), [[]])
    : places.flatMap((_, one) => EXTREMES.map((e) => places.map((_, i) => i === one ? e : "1")));
  const target = member.isStatic ? display(type) : `((${display(type)})(${small(type)}))`;
  const types = generic.length > 0 ? `<${generic.map(() => "int").join(", ")}>` : "";
  for (const numbers of combinations) {
    const list = member.parameters.map((parameter, i) => {
      const at = places.indexOf(i);
      return at >= 0 ? numbers[at] : small(substitute(parameter.type, map));
    }).join(", ");
    if (member.kind === "indexer") yield { text: `${target}[${list}]`, numbers };
    else if (member.kind === "constructor") {
      yield { text: `new ${display(type)}(${list})`, numbers };
    } else yield { text: `${target}.${member.name}${types}(${list})`, numbers };
  }
}

function* uses(): Generator<Use> {
  for (const owner of dotnet.types()) {
    for (const name of owner.memberNames()) {
      if (name.startsWith("operator ")) continue;
      for (const member of owner.members(name)) yield* usesOf(owner, member);
    }
  }
}

/** Members to which .NET lets a negative number mean something, and constructors of plain values. */
const TAKES_NEGATIVE =
  /ElementAtOrDefault|\b(Take|Skip|IsHexEncoding|Range)\b|Regex\("b"\)|KeySizes|TakeLast|SkipLast/;

Deno.test("a number outside of a receiver is refused at once", () => {
  const wrong: string[] = [];
  let tried = 0;
  for (const { text, numbers } of uses()) {
    const compiled = [text, `${text}; return null;`]
      .map((source, block) => environment.compile(source, { block: block === 1 }))
      .find(({ ok }) => ok);
    if (!compiled?.ok) continue;
    tried++;
    const budget = new Budget();
    let said = "a value";
    try {
      compiled.program.evaluate([], { now: () => 0, random: () => 0, budget });
    } catch (error) {
      if (error instanceof CsException) said = error.typeName;
      else if (error instanceof LimitExceededError) said = `the limit ${error.limit}`;
      else said = `${error}`;
    }
    const steps = MAX_STEPS - budget.steps;
    const isNegative = numbers.some((number) => number.includes("-") || number.includes("Min"));
    const isRefused = /^System\.(Argument|IndexOutOf|NullRef|Format)/.test(said);
    const isFine = isRefused || /^the limit size/.test(said) && !isNegative ||
      said === "a value" && (!isNegative || TAKES_NEGATIVE.test(text));
    if (!isFine || steps > CONSTANT || budget.held > 100_000) {
      wrong.push(`${text}: ${said}, ${steps} steps, ${budget.held} bytes`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(tried > 2000, `only ${tried} uses compile`);
});

const OUT_OF_RANGE = "!System.ArgumentOutOfRangeException";

typed("numbers that .NET refuses", {
  "new List<int> { 1 }.IndexOf(5, int.MinValue)": OUT_OF_RANGE,
  '"abc".IndexOf((char)98, int.MinValue)': OUT_OF_RANGE,
  "new HashSet<int> { 1 }.CopyTo(new int[3], 0, -1); return 1;": `${OUT_OF_RANGE}`,
  'new StringBuilder("abc", 0, -1, int.MaxValue)': OUT_OF_RANGE,
  'new StringBuilder("abc", 0, 3, 1).Capacity': "System.Int32 3",
  "new StringBuilder(1, 4) { Length = int.MaxValue }": OUT_OF_RANGE,
  "new StringBuilder(1, 4) { Capacity = 5 }": OUT_OF_RANGE,
  "new StringBuilder(1, 4).EnsureCapacity(5)": OUT_OF_RANGE,
  "Encoding.UTF8.GetMaxByteCount(-1)": OUT_OF_RANGE,
  "Encoding.UTF8.GetMaxByteCount(int.MaxValue)": OUT_OF_RANGE,
  "Encoding.UTF8.GetMaxCharCount(int.MinValue)": OUT_OF_RANGE,
  "Encoding.UTF8.GetMaxByteCount(3)": "System.Int32 12",
  "SHA256.Create().TransformBlock(new byte[3], 0, 1, new byte[3], -1)": OUT_OF_RANGE,
  "SHA256.Create().TransformBlock(new byte[3], 0, 1, new byte[3], 3)": "!System.ArgumentException",
  "SHA256.Create().TransformBlock(new byte[3], 0, 1, new byte[3], 2)": "System.Int32 1",
});
