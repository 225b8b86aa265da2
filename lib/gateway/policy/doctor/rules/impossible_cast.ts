/**
 * An unboxing cast converts nothing: `(int)` of a string throws, however the string looks, and so does `(string)` of
 * a JSON token.
 */
import { table } from "../../../../core/table.ts";
import type { Diagnostic } from "../../../../core/diagnostic.ts";
import { contents, holdsPolicies, type Rule, warning } from "../patient.ts";
import { followVariables, type Types } from "../variable_types.ts";
import type { Content, Element } from "../../document/tree.ts";

/** What follows would be applied before the cast. */
const CAST =
  /\(\s*(?:[A-Za-z]+\.)*([A-Za-z0-9]+)\s*\)\s*context\s*\.\s*Variables\s*\[\s*"([^"]+)"\s*\](?!\s*\??\s*[.[])/g;
const TYPED_LOOKUP =
  /\bVariables\s*\.\s*GetValueOrDefault\s*<\s*(?:[A-Za-z]+\.)*([A-Za-z0-9]+)\s*>\s*\(\s*"([^"]+)"/g;

/** C#'s keywords for types of .NET. */
const KEYWORDS: Readonly<Record<string, string>> = table({
  String: "string",
  Int32: "int",
  Int64: "long",
  Boolean: "bool",
  Double: "double",
  Decimal: "decimal",
});

/** Types of which no value can be cast to another one of them. */
const APART = new Set(
  "string int long bool double decimal DateTime TimeSpan Guid JObject JArray IResponse Jwt".split(
    " ",
  ),
);
/** What a JToken may turn out to be. */
const TOKENS = new Set(["JObject", "JArray"]);

/** The type's own name, as a keyword where there is one; a nullable value is in its box what it is. */
function shortName(type: string): string {
  const name = type.replace(/^.*\./, "").replace(/\?$/, "");
  return Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : name;
}

function canNeverBe(type: string, wanted: string): boolean {
  if (type === "JToken") return APART.has(wanted) && !TOKENS.has(wanted);
  if (wanted === "JToken") return APART.has(type) && !TOKENS.has(type);
  return APART.has(type) && APART.has(wanted) && type !== wanted;
}

export const impossibleCast: Rule = function* (patient) {
  const found: Diagnostic[] = [];
  followVariables(patient, (element, variables) => {
    for (const content of ownContents(element)) found.push(...casts(element, content, variables));
  });
  yield* found;
};

function ownContents(element: Element): Iterable<Content> {
  return contents(holdsPolicies(element) ? { ...element, children: [] } : element);
}

function* casts(
  element: Element,
  content: Content,
  variables: ReadonlyMap<string, Types>,
): Generator<Diagnostic> {
  if (content.kind !== "expression") return;
  for (const pattern of [CAST, TYPED_LOOKUP]) {
    for (const { 1: type, 2: name, index } of content.source.text.matchAll(pattern)) {
      const wanted = shortName(type);
      const others = [...variables.get(name) ?? []].map(shortName)
        .filter((type) => canNeverBe(type, wanted));
      if (others.length === 0) continue;
      yield warning(element, {
        code: "impossible-cast",
        message:
          `Variable '${name}' may hold a value of type ${others.join(" or ")} here: then the ` +
          `cast to ${type} throws.`,
        cure: `Convert instead of casting, as Convert.ToInt32 does, or always set values of type ` +
          `${wanted}: a literal is a string, value="@(1)" is an int.`,
      }, content.source.position(index));
    }
  }
}
