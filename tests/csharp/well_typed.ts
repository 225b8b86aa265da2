/**
 * Random expressions that C# accepts, made from what libraries declare: literals, members, constructors, indexers,
 * operators, lambdas, and null wherever C# allows it.
 * @module
 */
import { display } from "../../lib/csharp/bind/types.ts";
import type { Library } from "../../lib/csharp/runtime/library.ts";
import type {
  MemberSymbol,
  MethodSymbol,
  ParameterSymbol,
  TypeSymbol,
} from "../../lib/csharp/runtime/symbols.ts";
import { symbolOf } from "../../lib/csharp/runtime/symbols.ts";
import { type CsType, substitute, typeOf } from "../../lib/csharp/runtime/type.ts";

const system = (name: string, ...args: CsType[]) => typeOf(`System.${name}`, ...args);
const [OBJECT, STRING, INT, BOOL] = ["Object", "String", "Int32", "Boolean"].map((n) => system(n));

/** Values that find faults: empty, null, extreme, and names that every JavaScript object has. */
const SEEDS: Readonly<Record<string, readonly string[]>> = {
  "System.Boolean": ["true", "false"],
  "System.Char": ["'a'", "'\\0'", "' '", "'\\ud83d'", "'7'"],
  "System.SByte": ["(sbyte)1", "sbyte.MinValue"],
  "System.Byte": ["(byte)0", "(byte)255"],
  "System.Int16": ["(short)1", "short.MinValue"],
  "System.UInt16": ["(ushort)1", "ushort.MaxValue"],
  "System.Int32": ["0", "1", "2", "-1", "7", "64", "int.MaxValue", "int.MinValue"],
  "System.UInt32": ["0u", "1u", "uint.MaxValue"],
  "System.Int64": ["0L", "1L", "-5L", "long.MaxValue", "long.MinValue"],
  "System.UInt64": ["0UL", "9UL", "ulong.MaxValue"],
  "System.Single": ["0f", "1.5f", "float.NaN", "float.MaxValue"],
  "System.Double": ["0.0", "-0.0", "2.5", "double.NaN", "double.PositiveInfinity", "1e300"],
  "System.Decimal": ["0m", "1.10m", "-7m", "decimal.MaxValue"],
  "System.String": [
    '"a"',
    '""',
    "null",
    '"constructor"',
    '"__proto__"',
    '"1,2;3"',
    '"2024-02-29T10:00:00Z"',
    '"https://u:p@host.example:8443/a/b?x=1&x=2#f"',
    '"{\\"a\\":[1,2.5,null,{\\"b\\":\\"c\\"}]}"',
    '"<a x=\\"1\\"><b>t</b><b/></a>"',
    '"0x1F"',
    '"{0:N2} {1,5}"',
    '"(a+)(?<n>b)?"',
    '"YWJj"',
    '"\\ud83d\\ude00\\u0130\\0"',
    '"12:30"',
    '"UTC"',
    "\"$.a[?(@.b=='c')]\"",
  ],
  "System.Object": ["null", '"o"', "1", "2.5", "'c'", "new object()", "new[] { 1, 2 }"],
  "System.Type": ["typeof(int)", "typeof(List<>)", "typeof(DayOfWeek)", "null"],
  "System.DateTime": ["new DateTime(2024, 2, 29)", "DateTime.MinValue", "DateTime.MaxValue"],
  "System.TimeSpan": ["TimeSpan.Zero", "TimeSpan.FromHours(1.5)", "TimeSpan.MaxValue"],
  "System.Guid": ["Guid.Empty"],
  "Newtonsoft.Json.Linq.JToken": [
    'JToken.Parse("{\\"a\\":[1,\\"x\\",null]}")',
    "(JToken)1",
    "null",
    "JValue.CreateNull()",
  ],
  "Newtonsoft.Json.Linq.JObject": ['JObject.Parse("{\\"a\\":{\\"b\\":1}}")', "new JObject()"],
  "Newtonsoft.Json.Linq.JArray": ['JArray.Parse("[1,[2],{}]")', "new JArray()"],
  "System.Xml.Linq.XElement": ['XElement.Parse("<a x=\\"1\\"><b>t</b></a>")', 'new XElement("e")'],
  "System.Xml.Linq.XDocument": ['XDocument.Parse("<a><b/></a>")', "new XDocument()"],
  "System.Text.RegularExpressions.Match": ['Regex.Match("abc", "(b)(?<n>c)")', "Match.Empty"],
  "System.Uri": ['new Uri("https://host.example/a?b=c")', "null"],
};

/** Type arguments for what is generic. */
const ARGUMENTS: readonly CsType[] = [INT, STRING, OBJECT, system("Double"), BOOL, system("Char")];

interface Maker {
  readonly owner: TypeSymbol;
  readonly member: MemberSymbol;
}

interface Variable {
  readonly name: string;
  readonly type: CsType;
}

/** What a generator draws its choices from: a number below `count`; 0 is the plainest. */
export type Choose = (count: number) => number;

export class WellTyped {
  readonly #all: readonly Maker[];
  readonly #byDefinition = new Map<unknown, Maker[]>();
  readonly #extra: Readonly<Record<string, readonly string[]>>;
  #choose: Choose = () => 0;
  #names = 0;

  /** @param extra expressions of further types, by the type's full name */
  constructor(
    libraries: readonly Library[],
    extra: Readonly<Record<string, readonly string[]>> = {},
  ) {
    this.#extra = extra;
    this.#all = libraries.flatMap((library) => [...library.types()]).flatMap((owner) =>
      [...owner.memberNames()].flatMap((name) =>
        name.startsWith("operator ")
          ? []
          : owner.members(name).map((member): Maker => ({ owner, member }))
      )
    );
    for (const maker of this.#all) {
      const { definition } = resultOf(maker.member);
      const list = this.#byDefinition.get(definition);
      if (list) list.push(maker);
      else this.#byDefinition.set(definition, [maker]);
    }
  }

  get members(): readonly Maker[] {
    return this.#all;
  }

  /** A use of some member of the libraries: an expression, or statements where it gives nothing. */
  program(choose: Choose, depth: number): string {
    return this.useOf(this.#all[choose(this.#all.length)], choose, depth);
  }

  /** A use of that member with arguments drawn by `choose`. */
  useOf(maker: Maker, choose: Choose, depth: number): string {
    this.#choose = choose;
    this.#names = 0;
    const text = this.#use(maker, depth, null, []);
    return isVoid(resultOf(maker.member)) ? `${text}; return null;` : text;
  }

  #one<T>(items: readonly T[]): T {
    return items[this.#choose(items.length)];
  }

  /** An expression that converts to the type. */
  #value(type: CsType, depth: number, scope: readonly Variable[]): string {
    if (type.definition.kind === "delegate") return this.#lambda(type, depth, scope);
    const own = scope.filter((variable) => variable.type === type);
    const seeds = this.#seeds(type);
    if (depth <= 0) return this.#one([...seeds, ...own.map(({ name }) => name)]);
    switch (this.#choose(8)) {
      case 0:
      case 1:
      case 2:
        return this.#one([...seeds, ...own.map(({ name }) => name)]);
      case 3: {
        const condition = this.#value(BOOL, depth - 2, scope);
        const [yes, no] = [this.#value(type, depth - 1, scope), this.#value(type, 0, scope)];
        return `(${condition} ? (${display(type)})(${yes}) : (${display(type)})(${no}))`;
      }
      case 4: {
        const operators = OPERATORS[type.definition.name];
        if (!operators) break;
        const [left, right] = [this.#value(type, depth - 1, scope), this.#value(type, 0, scope)];
        return `((${display(type)})((${left}) ${this.#one(operators)} (${right})))`;
      }
    }
    const makers = this.#byDefinition.get(type.definition);
    return makers ? this.#use(this.#one(makers), depth - 1, type, scope) : this.#one(seeds);
  }

  #seeds(type: CsType): readonly string[] {
    const known = this.#extra[type.definition.name] ?? SEEDS[type.definition.name];
    if (known) return known;
    const { kind, name } = type.definition;
    const text = display(type);
    if (kind === "array") {
      const [element] = type.typeArguments;
      return type.definition.rank === 1
        ? [`new ${display(element)}[] { ${this.#seeds(element)[0]} }`, `(${text})null`]
        : [`(${text})null`];
    }
    if (name === "System.Nullable") {
      return [`(${text})${this.#seeds(type.typeArguments[0])[0]}`, `(${text})null`];
    }
    if (kind === "enum") return [`default(${text})`, `(${text})7`];
    if (kind === "struct") return [`default(${text})`];
    const collection = this.#collection(type);
    return collection ? [collection, `(${text})null`] : [`(${text})null`];
  }

  /** Something that has elements. */
  #collection(type: CsType): string | null {
    const [element, value] = type.typeArguments;
    const name = type.definition.name.replace("System.Collections.Generic.", "");
    if (/^(IEnumerable|IList|ICollection|IReadOnlyList|IReadOnlyCollection|List)$/.test(name)) {
      const items = this.#seeds(element).slice(0, 2).join(", ");
      return `new List<${display(element)}> { ${items} }`;
    }
    if (/^(I|IReadOnly)?Dictionary$/.test(name)) {
      const [key, held] = [this.#seeds(element)[0], this.#seeds(value)[0]];
      return `new Dictionary<${display(element)}, ${display(value)}> { { ${key}, ${held} } }`;
    }
    if (name === "ISet") return `new HashSet<${display(element)}>()`;
    return type.definition.name === "System.Collections.IEnumerable" ? "new[] { 1, 2 }" : null;
  }

  /** A value that is seldom null. */
  #receiver(type: CsType, depth: number, scope: readonly Variable[]): string {
    const makers = this.#byDefinition.get(type.definition);
    const onlyNull = this.#seeds(type).every((seed) => seed.endsWith("null"));
    if (!makers || !onlyNull || this.#choose(6) === 0) return this.#value(type, depth, scope);
    const made = makers.filter(({ member }) => member.kind === "constructor" || member.isStatic);
    return this.#use(this.#one(made.length > 0 ? made : makers), depth - 1, type, scope);
  }

  #lambda(type: CsType, depth: number, scope: readonly Variable[]): string {
    const symbol = symbolOf(type)!;
    if (!symbol.signature) return `(${display(type)})null`;
    if (this.#choose(6) === 5) return `(${display(type)})null`;
    const map = new Map(symbol.parameters.map((p, i) => [p, type.typeArguments[i]]));
    const parameters = symbol.signature.parameters.map((p): Variable => ({
      name: `p${this.#names++}`,
      type: substitute(p.type, map),
    }));
    const inner = [...scope, ...parameters];
    const returns = substitute(symbol.signature.returns, map);
    const body = isVoid(returns)
      ? "{ }"
      : `(${display(returns)})(${this.#value(returns, depth - 1, inner)})`;
    return `(${display(type)})((${parameters.map(({ name }) => name).join(", ")}) => ${body})`;
  }

  #use(
    { owner, member }: Maker,
    depth: number,
    wanted: CsType | null,
    scope: readonly Variable[],
  ): string {
    const map = new Map<CsType, CsType>();
    const result = resultOf(member);
    for (const parameter of [...owner.parameters, ...typeParametersOf(member)]) {
      const index = result.typeArguments.indexOf(parameter);
      const asked = index >= 0 ? wanted?.typeArguments[index] : undefined;
      const fits = asked && !asked.isOpen ? asked : this.#one(ARGUMENTS);
      map.set(parameter, valueConstrained(member, parameter) && !isValue(fits) ? INT : fits);
    }
    const type = substitute(owner.type, map);
    const args = this.#args(member.parameters, map, depth, scope);
    const name = display(type);
    if (member.kind === "constructor") {
      return name.startsWith("(") ? `default(${name})` : `new ${name}(${args})`;
    }
    const target = member.isStatic ? name : `((${name})(${this.#value(type, depth - 1, scope)}))`;
    if (member.kind === "indexer") return `${target}[${args}]`;
    if (member.kind === "property" || member.kind === "constant") return `${target}.${member.name}`;
    const generic = typeParametersOf(member);
    const types = generic.length > 0
      ? `<${generic.map((p) => display(map.get(p)!)).join(", ")}>`
      : "";
    return `${target}.${member.name}${types}(${args})`;
  }

  #args(
    parameters: readonly ParameterSymbol[],
    map: ReadonlyMap<CsType, CsType>,
    depth: number,
    scope: readonly Variable[],
  ): string {
    const args: string[] = [];
    for (const { type, mode, isParams, defaultText } of parameters) {
      const closed = substitute(type, map);
      if (defaultText !== null && this.#choose(2) === 0) break;
      if (mode === "out") args.push("out _");
      else if (isParams && this.#choose(3) > 0) {
        const [element] = closed.typeArguments;
        for (let count = this.#choose(3); count > 0; count--) {
          args.push(`(${display(element)})(${this.#value(element, depth - 1, scope)})`);
        }
      } else args.push(`(${display(closed)})(${this.#value(closed, depth - 1, scope)})`);
    }
    return args.join(", ");
  }
}

const ARITHMETIC = ["+", "-", "*", "/", "%"];
const INTEGRAL = [...ARITHMETIC, "&", "|", "^"];

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "System.Int32": INTEGRAL,
  "System.UInt32": INTEGRAL,
  "System.Int64": INTEGRAL,
  "System.UInt64": INTEGRAL,
  "System.Double": ARITHMETIC,
  "System.Decimal": ARITHMETIC,
  "System.String": ["+", "??"],
  "System.Boolean": ["&&", "||", "==", "!=", "&", "|", "^"],
  "System.Object": ["??"],
};

function resultOf(member: MemberSymbol): CsType {
  return "implementation" in member ? member.returns : member.type;
}

function isVoid(type: CsType): boolean {
  return type.definition.name === "System.Void";
}

function typeParametersOf(member: MemberSymbol): readonly CsType[] {
  return "implementation" in member ? (member as MethodSymbol).typeParameters : [];
}

function valueConstrained(member: MemberSymbol, parameter: CsType): boolean {
  return "implementation" in member &&
    ((member as MethodSymbol).constraints.get(parameter) ?? []).includes("struct");
}

function isValue(type: CsType): boolean {
  return type.definition.kind === "struct" || type.definition.kind === "enum";
}
