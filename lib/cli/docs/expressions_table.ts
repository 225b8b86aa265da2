/**
 * The documentation's tables of what expressions can use, made from the list that Azure documents.
 * @module
 */
import { hasMember } from "../../gateway/expression/members.ts";
import documented from "./documented.json" with { type: "json" };

/** Members of the context variable with their C# types: `context.Api.Id`, `string`. */
export const CONTEXT: readonly (readonly [expression: string, type: string])[] = Object.entries(
  documented.context,
);

/** One member that the page allows. */
export interface DocumentedMember {
  readonly type: string;
  readonly member: string;
  /** Whether it is there; else why not. */
  readonly state: "there" | "missing" | string;
}

const STREAMS = "reads from or writes to what an expression cannot name";

/** Why members are not there. By name, or by type and name. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ...`Load ReadFrom CreateReader CreateWriter WriteTo Save Create`.split(" ")
    .map((name) => [name, STREAMS] as const),
  ...`ReadAsync ReadBlockAsync ReadLineAsync ReadToEndAsync FlushAsync WriteAsync WriteLineAsync`
    .split(" ").map((name) => [name, "asynchronous: expressions are not"] as const),
  ...`GetObjectData OnDeserialization`.split(" ")
    .map((name) => [name, "serves .NET's serialization"] as const),
  ...`AddAnnotation Annotation Annotations RemoveAnnotations`.split(" ")
    .map((name) => [name, "objects tied to nodes, for programs that keep them"] as const),
  ["System.Array.CreateInstance", "takes a System.Type"],
  ["System.Collections.Generic.HashSet`1.CreateSetComparer", "compares sets of sets"],
  ["System.Collections.Generic.HashSet`1.EnsureCapacity", "of use where memory is"],
  ["System.Convert.DBNull", "for databases"],
  ["System.Decimal.FromOACurrency", "for COM"],
  ["System.Decimal.ToOACurrency", "for COM"],
  ["System.Exception.Data", "of exceptions that a program throws with notes"],
  ["System.Exception.TargetSite", "reflection"],
  ...`Import CreateFromCertFile CreateFromSignedFile Handle`.split(" ")
    .map((name) => [name, "changes a certificate in place, or reads files and handles"] as const),
  ...`EncodedKeyValue EncodedParameters CopyWithPrivateKey`.split(" ")
    .map((name) => [name, "makes and takes apart certificates"] as const),
  ...(`GetDecoder GetEncoder GetEncodings RegisterProvider DecoderFallback EncoderFallback ` +
    `IsAlwaysNormalized IsBrowserDisplay IsBrowserSave IsMailNewsDisplay IsMailNewsSave IsReadOnly ` +
    `WindowsCodePage UTF7`).split(" ")
    .map((name) => [`System.Text.Encoding.${name}`, "for programs that host encodings"] as const),
  ["System.TimeZone.GetDaylightChanges", "gives a type of System.Globalization, which is refused"],
  ...`ClearCachedData FromSerializedString GetSystemTimeZones ToSerializedString`.split(" ")
    .map((name) =>
      [`System.TimeZoneInfo.${name}`, "for programs that keep zones of their own"] as const
    ),
  ...`GetComponents HexUnescape MakeRelative`.split(" ")
    .map((name) => [`System.Uri.${name}`, "superseded by other members"] as const),
  ["System.Tuple`8", "a tuple of eight parts holds another tuple"],
]);

/** Operators of C# itself: they need no member. */
const OPERATORS_OF_CSHARP = /^System\.(?:Double|Single|String|Nullable`1)$/;

/** Every member of .NET's that the page allows. */
export function* documentedMembers(): Generator<DocumentedMember> {
  for (const [type, members] of Object.entries(documented.types as Record<string, string[]>)) {
    for (const member of members) {
      yield { type, member, state: stateOf(type, member) };
    }
  }
}

function stateOf(type: string, member: string): DocumentedMember["state"] {
  if (hasMember(type, member)) return "there";
  if (member.startsWith("operator") && OPERATORS_OF_CSHARP.test(type)) return "there";
  return LEFT_OUT.get(`${type}.${member}`) ?? LEFT_OUT.get(type) ?? LEFT_OUT.get(member) ??
    "missing";
}

/** Markdown. */
export function expressionsTables(): string {
  const types = Map.groupBy(documentedMembers(), ({ type }) => type);
  const rows = [...types].map(([type, members]) => {
    const there = members.filter(({ state }) => state === "there").length;
    const reasons = Map.groupBy(members.filter(({ state }) => state !== "there"), (m) => m.state);
    const left = [...reasons].map(([reason, all]) =>
      `${all.map(({ member }) => `\`${member}\``).join(", ")}: ${reason}`
    ).join("; ");
    return `| \`${type.replace("`", " of ")}\` | ${there} of ${members.length} | ${left} |`;
  });
  return [
    "## The context variable\n",
    "| member | type |",
    "| --- | --- |",
    ...CONTEXT.map(([expression, type]) => `| \`${expression}\` | \`${type}\` |`),
    "",
    "## .NET's types\n",
    "Members by name, of .NET Framework 4.7.2 as Mono 6.8 declares them. What members of these types return or take is usable too, except the " +
    "types of `System.Globalization`, which the service was seen to refuse.\n",
    "| type | members | left out |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
