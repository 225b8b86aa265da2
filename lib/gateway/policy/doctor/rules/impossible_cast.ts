/** An unboxing cast converts nothing: `(int)` of a string throws, however the string looks. */
import type { Diagnostic } from "../../../../core/diagnostic.ts";
import { contents, holdsPolicies, type Rule, warning } from "../patient.ts";
import { followVariables, type Types } from "../variable_types.ts";
import type { Content, Element } from "../../source/tree.ts";

const CAST =
  /\(\s*(?:System\.)?([A-Za-z0-9]+)\s*\)\s*context\s*\.\s*Variables\s*\[\s*"([^"]+)"\s*\]/g;
const TYPED_LOOKUP =
  /\bVariables\s*\.\s*GetValueOrDefault\s*<\s*(?:System\.)?([A-Za-z0-9]+)\s*>\s*\(\s*"([^"]+)"/g;

/** C#'s keyword for each type that a value of another of these cannot be cast to. */
const KEYWORDS: Readonly<Record<string, string>> = {
  string: "string",
  String: "string",
  int: "int",
  Int32: "int",
  long: "long",
  Int64: "long",
  bool: "bool",
  Boolean: "bool",
  double: "double",
  Double: "double",
  decimal: "decimal",
  Decimal: "decimal",
};

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
      const wanted = KEYWORDS[type];
      const others = [...variables.get(name) ?? []]
        .filter((type) => KEYWORDS[type] !== undefined && KEYWORDS[type] !== wanted);
      if (wanted === undefined || others.length === 0) continue;
      yield warning(element, {
        code: "impossible-cast",
        message:
          `Variable '${name}' may hold a value of type ${others.join(" or ")} here: then the ` +
          `cast to ${type} throws.`,
        cure: `Convert instead of casting, as Convert.ToInt32 does, or always set a ${wanted}: a ` +
          `literal is a string, value="@(1)" is an int.`,
      }, content.source.position(index));
    }
  }
}
