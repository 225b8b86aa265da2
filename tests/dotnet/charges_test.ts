/**
 * Every member, called on and with what is large: it counts steps in proportion, or is known to cost the same whatever
 * the size. A new member without a charge gets noticed here.
 */
import assert from "node:assert/strict";
import { table } from "../../lib/core/table.ts";
import { contextOf } from "../../lib/cli/vectors/context.ts";
import { display } from "../../lib/csharp/bind/types.ts";
import { Budget, MAX_STEPS } from "../../lib/csharp/runtime/budget.ts";
import { CsException, LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import type { MemberSymbol, TypeSymbol } from "../../lib/csharp/runtime/symbols.ts";
import { type CsType, substitute, typeOf } from "../../lib/csharp/runtime/type.ts";
import { dotnet } from "../../lib/dotnet/mod.ts";
import { apim, environment } from "../../lib/gateway/expression/environment.ts";

const INT = typeOf("System.Int32");

/** Characters, and elements, of what is large. */
const SIZE = 1 << 16;
const COUNT = 1 << 12;
/** Steps of a call that looks at `SIZE` characters, or at `COUNT` elements, once and swiftly. */
const LEAST = SIZE >> 9;

/** What is large, as C# names it. Each is made before what it costs is looked at. */
const LARGE: Readonly<Record<string, string>> = {
  text: `new string('a', ${SIZE})`,
  ints: `Enumerable.Range(0, ${COUNT}).ToArray()`,
  list: `Enumerable.Range(0, ${COUNT}).ToList()`,
  lazy: `Enumerable.Range(0, ${COUNT}).Where(q => q >= 0)`,
  bytes: `new byte[${SIZE}]`,
  chars: `new string('a', ${SIZE}).ToCharArray()`,
  texts: `Enumerable.Repeat(new string('a', 64), ${COUNT}).ToArray()`,
  dictionary: `Enumerable.Range(0, ${COUNT}).ToDictionary(q => q)`,
  set: `new HashSet<int>(Enumerable.Range(0, ${COUNT}))`,
  queue: `new Queue<int>(Enumerable.Range(0, ${COUNT}))`,
  stack: `new Stack<int>(Enumerable.Range(0, ${COUNT}))`,
  lookup: `Enumerable.Range(0, ${COUNT}).ToLookup(q => q)`,
  array: `JArray.FromObject(Enumerable.Range(0, ${COUNT}).ToArray())`,
  members: `JObject.FromObject(Enumerable.Range(0, ${COUNT}).ToDictionary(q => "k" + q))`,
  property: `new JProperty("a", array)`,
  scalar: `new JValue(text)`,
  element:
    `XElement.Parse("<a>" + string.Concat(Enumerable.Repeat("<b c='1'>x</b>", ${COUNT})) + "</a>")`,
  document: `new XDocument(element)`,
  builder: `new StringBuilder(text)`,
  matches: `Regex.Matches(text, "a")`,
  match: `Regex.Match(text, "(a)+")`,
  uri: `new Uri("http://h/" + text)`,
  reader: `new StringReader(text)`,
  writer: `new StringWriter(new StringBuilder(text))`,
  failure: `new Exception(text)`,
};

const BY_TYPE: ReadonlyMap<string, string> = new Map(Object.entries({
  "System.String": "text",
  "System.Object": "(object)text",
  "System.Array": "ints",
  "System.Collections.Generic.List": "list",
  "System.Collections.Generic.IEnumerable": "lazy",
  "System.Collections.Generic.IList": "list",
  "System.Collections.Generic.ICollection": "list",
  "System.Collections.Generic.IReadOnlyList": "list",
  "System.Collections.Generic.IReadOnlyCollection": "list",
  "System.Collections.IEnumerable": "list",
  "System.Collections.Generic.Dictionary": "dictionary",
  "System.Collections.Generic.IDictionary": "dictionary",
  "System.Collections.Generic.IReadOnlyDictionary": "dictionary",
  "System.Collections.Generic.HashSet": "set",
  "System.Collections.Generic.ISet": "set",
  "System.Collections.Generic.Queue": "queue",
  "System.Collections.Generic.Stack": "stack",
  "System.Linq.ILookup": "lookup",
  "Newtonsoft.Json.Linq.JToken": "array",
  "Newtonsoft.Json.Linq.JContainer": "array",
  "Newtonsoft.Json.Linq.JArray": "array",
  "Newtonsoft.Json.Linq.JObject": "members",
  "Newtonsoft.Json.Linq.JProperty": "property",
  "Newtonsoft.Json.Linq.JValue": "scalar",
  "System.Xml.Linq.XElement": "element",
  "System.Xml.Linq.XContainer": "element",
  "System.Xml.Linq.XNode": "element",
  "System.Xml.Linq.XObject": "element",
  "System.Xml.Linq.XDocument": "document",
  "System.Text.StringBuilder": "builder",
  "System.Text.RegularExpressions.MatchCollection": "matches",
  "System.Text.RegularExpressions.Match": "match",
  "System.Uri": "uri",
  "System.IO.TextReader": "reader",
  "System.IO.TextWriter": "writer",
  "System.Exception": "failure",
}));

const SMALL: ReadonlyMap<string, string> = new Map(Object.entries({
  "System.Text.Encoding": "Encoding.UTF8",
  "System.Text.RegularExpressions.Regex": 'new Regex("b")',
  "System.Security.Cryptography.HashAlgorithm": "SHA256.Create()",
  "System.Security.Cryptography.HashAlgorithmName": "HashAlgorithmName.SHA256",
  "System.Type": "typeof(int)",
}));

/** Lambdas of which one fits. */
const LAMBDAS = ["p => true", "(p, q) => 0", "p => p", "(p, q) => p", "p => list", 'p => "k" + p'];

function large(type: CsType): string | undefined {
  if (type.definition.kind !== "array") return BY_TYPE.get(type.definition.name);
  const element = display(type.typeArguments[0]);
  const known = { byte: "bytes", char: "chars", string: "texts", int: "ints" };
  return Object.hasOwn(known, element) ? known[element as keyof typeof known] : undefined;
}

function small(type: CsType): string {
  const { kind, name } = type.definition;
  if (kind === "array") return `new ${display(type.typeArguments[0])}[3]`;
  const isValue = kind === "struct" || kind === "enum";
  return SMALL.get(name) ?? (isValue ? `default(${display(type)})` : `(${display(type)})null`);
}

interface Use {
  readonly owner: string;
  readonly name: string;
  readonly texts: readonly string[];
}

/** The member with all that can be large being so, once for each lambda that may fit. */
function useOf(owner: TypeSymbol, member: MemberSymbol): Use | null {
  const generic = "typeParameters" in member ? member.typeParameters : [];
  const map = new Map([...owner.parameters, ...generic].map((parameter) => [parameter, INT]));
  const type = substitute(owner.type, map);
  const isCalledOn = !member.isStatic && member.kind !== "constructor";
  const parameters = member.parameters.map(({ mode, type }) => ({
    mode,
    type: substitute(type, map),
  }));
  if (parameters.some(({ mode }) => mode === "ref")) return null;
  const given = [...(isCalledOn ? [type] : []), ...parameters.map(({ type }) => type)];
  if (given.every((one) => large(one) === undefined)) return null;
  const takesLambda = parameters.some(({ type }) => type.definition.kind === "delegate");
  const types = generic.length > 0 ? `<${generic.map(() => "int").join(", ")}>` : "";
  const target = isCalledOn ? `((${display(type)})(${large(type) ?? small(type)}))` : display(type);
  const texts = (takesLambda ? LAMBDAS : [""]).map((lambda) => {
    const list = parameters.map(({ mode, type }, i) =>
      mode === "out"
        ? `out var out${i}`
        : type.definition.kind === "delegate"
        ? lambda
        : type === INT
        ? "1"
        : large(type) ?? small(type)
    ).join(", ");
    if (member.kind === "constructor") return `new ${display(type)}(${list})`;
    if (member.kind === "indexer") return `${target}[${list}]`;
    return member.kind === "method"
      ? `${target}.${member.name}${types}(${list})`
      : `${target}.${member.name}`;
  });
  const name = member.kind === "constructor" ? "new" : member.name;
  return { owner: owner.type.definition.name, name, texts };
}

/** Of members of one name the one that takes most. */
function* uses(): Generator<Use> {
  for (const library of [dotnet, apim]) {
    for (const owner of library.types()) {
      for (const name of owner.memberNames()) {
        if (name.startsWith("operator ")) continue;
        const all = [...owner.members(name)].map((member) => useOf(owner, member));
        const longest = all.filter((use) => use !== null)
          .toSorted((a, b) => b.texts[0].length - a.texts[0].length)[0];
        if (longest !== undefined) yield longest;
      }
    }
  }
}

/** Declarations of what the text names of {@link LARGE}. */
function declarations(text: string): string {
  const named = new Set<string>();
  const add = (text: string) => {
    for (const [name, code] of Object.entries(LARGE)) {
      if (named.has(name) || !new RegExp(`\\b${name}\\b`).test(text)) continue;
      add(code);
      named.add(name);
    }
  };
  add(text);
  return [...named].map((name) => `var ${name} = ${LARGE[name]};`).join(" ");
}

/** Of every type: what is kept beside the elements, or is begun without looking at them. */
const EVERYWHERE = "Clear Count GetEnumerator IsReadOnly Length".split(" ");

/**
 * Members whose work does not depend on how large what they are called on is, what the platform does in no time, and
 * those that give up at once on what they are given here.
 */
const CONSTANT: Readonly<Record<string, string>> = table({
  "System.Collections.Generic.ICollection": "Add",
  "System.Collections.Generic.IList": "this",
  "System.Collections.Generic.IReadOnlyList": "this",
  "System.Collections.Generic.Dictionary":
    "Comparer ContainsKey Keys Remove TryGetValue Values this",
  "System.Collections.Generic.IDictionary": "ContainsKey Keys Remove TryGetValue Values this",
  "System.Collections.Generic.IReadOnlyDictionary": "ContainsKey Keys TryGetValue Values this",
  "System.Collections.Generic.ISet": "Add Overlaps",
  "System.Collections.Generic.HashSet":
    "Add Comparer Contains Overlaps Remove TrimExcess TryGetValue",
  "System.Collections.Generic.List": "Add Capacity this",
  "System.Collections.Generic.Queue": "Dequeue Enqueue Peek",
  "System.Collections.Generic.Stack": "Peek Pop Push",
  "System.Linq.Enumerable": "Any Contains ElementAt ElementAtOrDefault First FirstOrDefault Take",
  "System.Linq.ILookup": "Contains this",
  "System.Uri":
    "AbsolutePath AbsoluteUri Authority DnsSafeHost Fragment GetLeftPart Host HostNameType " +
    "IdnHost IsAbsoluteUri IsDefaultPort IsFile IsLoopback IsUnc OriginalString " +
    "PathAndQuery Port Query Scheme UserEscaped UserInfo",
  "Newtonsoft.Json.Linq.JArray": "RemoveAt this",
  "Newtonsoft.Json.Linq.JToken":
    "AfterSelf Ancestors AncestorsAndSelf BeforeSelf DeepEquals First HasValues Last Path " +
    "Root Type",
  "Newtonsoft.Json.Linq.JObject": "Add ContainsKey Keys Values",
  "Newtonsoft.Json.Linq.JProperty": "Name Value",
  "Newtonsoft.Json.Linq.JEnumerable": "this",
  "Newtonsoft.Json.Linq.JContainer": "Add RemoveAll",
  "Newtonsoft.Json.Linq.JValue": "CompareTo Equals Value",
  "System.Array": "GetValue IsFixedSize IsSynchronized LongLength Rank " +
    "SyncRoot",
  "System.Exception":
    "GetBaseException HResult HelpLink InnerException Message Source StackTrace ToString",
  "System.Object": "GetType ReferenceEquals",
  "System.Char":
    "ConvertToUtf32 GetNumericValue GetUnicodeCategory IsControl IsDigit IsHighSurrogate " +
    "IsLetter IsLetterOrDigit IsLowSurrogate IsLower IsNumber IsPunctuation IsSeparator " +
    "IsSurrogate IsSurrogatePair IsSymbol IsUpper IsWhiteSpace TryParse",
  "System.String": "IsNullOrEmpty Substring this",
  "System.Text.StringBuilder": "Capacity EnsureCapacity MaxCapacity ToString this",
  "System.IO.TextReader": "Close Dispose Peek ReadLine ReadToEnd",
  "System.IO.TextWriter": "Close Dispose Encoding Flush NewLine",
  "System.IO.StringWriter": "new",
  "System.Xml.Linq.XElement":
    "AncestorsAndSelf Attribute Attributes FirstAttribute GetDefaultNamespace HasAttributes " +
    "HasElements IsEmpty LastAttribute Name RemoveAll RemoveAttributes ReplaceAll " +
    "ReplaceAttributes SetValue",
  "System.Xml.Linq.XDocument": "Declaration DocumentType Root",
  "System.Xml.Linq.XNode":
    "Ancestors CompareDocumentOrder CreateReader DeepEquals ElementsAfterSelf " +
    "ElementsBeforeSelf IsAfter IsBefore NextNode NodesAfterSelf NodesBeforeSelf " +
    "PreviousNode",
  "System.Xml.Linq.XObject": "BaseUri Document NodeType Parent",
  "System.Xml.Linq.XContainer":
    "Add AddFirst Descendants Element Elements FirstNode LastNode RemoveNodes ReplaceNodes",
  "System.Xml.XmlReader": "Create",
});

const evaluated = new Map<string, number>();

/** Steps of the code; Infinity where it meets a limit, null where it does not compile. */
function stepsOf(code: string): number | null {
  const compiled = environment.compile(code, { block: true });
  if (!compiled.ok) return null;
  const budget = new Budget();
  const context = { ...contextOf({}), budget, now: () => 0, random: () => 0 };
  try {
    compiled.program.evaluate([context], context);
  } catch (error) {
    if (error instanceof LimitExceededError) return Infinity;
    if (!(error instanceof CsException)) throw error;
  } finally {
    budget.close();
  }
  return MAX_STEPS - budget.steps;
}

/** Steps of one call, without those that making what is large takes; null where no form of it compiles. */
function costOf({ owner, texts }: Use): number | null {
  const isLazy = owner === "System.Linq.Enumerable" || owner.startsWith("System.Xml.Linq.") ||
    owner.startsWith("Newtonsoft.Json.Linq.");
  for (const text of texts) {
    const before = declarations(text);
    const forms = [...(isLazy ? [`n += (${text}).Count();`] : []), `keep = ${text};`, `${text};`];
    for (const form of forms) {
      const steps = stepsOf(`${before} object keep = null; var n = 0; ${form} return null;`);
      if (steps === null) continue;
      const making = evaluated.get(before) ??
        stepsOf(`${before} object keep = null; var n = 0; return null;`)!;
      evaluated.set(before, making);
      return steps - making;
    }
  }
  return null;
}

Deno.test("a member that works on what is large counts it, or is known not to look at it", () => {
  const uncounted: string[] = [];
  const listedInVain: string[] = [];
  let tried = 0;
  for (const use of uses()) {
    const cost = costOf(use);
    if (cost === null) continue;
    tried++;
    const isListed = (CONSTANT[use.owner] ?? "").split(" ").includes(use.name);
    const name = `${use.owner} ${use.name}`;
    if (cost < LEAST && !isListed && !EVERYWHERE.includes(use.name)) uncounted.push(name);
    if (cost >= LEAST && isListed) listedInVain.push(name);
  }
  assert.deepEqual({ uncounted, listedInVain }, { uncounted: [], listedInVain: [] });
  assert.ok(tried > 500, `only ${tried} members were tried`);
});
