/** An unboxing cast converts nothing: `(int)` of a string throws, however the string looks. */
import { contents, literal, type Patient, type Rule, warning } from "../patient.ts";
import type { Element } from "../../source/tree.ts";

const CAST =
  /\(\s*(?:System\.)?([A-Za-z0-9]+)\s*\)\s*context\s*\.\s*Variables\s*\[\s*"([^"]+)"\s*\]/g;
const TYPED_LOOKUP =
  /\bVariables\s*\.\s*GetValueOrDefault\s*<\s*(?:System\.)?([A-Za-z0-9]+)\s*>\s*\(\s*"([^"]+)"/g;

/** One name for each type that a cast from another of these cannot give. */
const TYPES: Readonly<Record<string, string>> = {
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
  const types = variableTypes(patient);
  for (const [element, text, position] of expressions(patient.root)) {
    for (const pattern of [CAST, TYPED_LOOKUP]) {
      for (const { 1: type, 2: name, index } of text.matchAll(pattern)) {
        const wanted = TYPES[type];
        const given = types.get(name);
        if (wanted === undefined || !given || given.has(wanted)) continue;
        const known = [...given].join(" or ");
        yield warning(element, {
          code: "impossible-cast",
          message: `Variable '${name}' is set to ${known} here, and the cast to ${type} throws.`,
          cure: known === "string"
            ? `Parse it, or set it with an expression: value="@(1)".`
            : `Cast to ${known}, or convert the value.`,
        }, position(index));
      }
    }
  }
};

/** The types that the document gives each variable; null where one of them is not known. */
function variableTypes(patient: Patient): Map<string, Set<string> | null> {
  const types = new Map<string, Set<string> | null>();
  const add = (name: string | null, type: string | undefined) => {
    if (name === null) return;
    const known = types.get(name);
    if (type === undefined || known === null) types.set(name, null);
    else types.set(name, (known ?? new Set()).add(type));
  };
  for (const element of patient.all("set-variable")) {
    const content = element.attributes.get("value")!.content;
    const type = content.kind === "literal" ? "string" : patient.staticType(content) ?? "";
    add(literal(element, "name"), TYPES[type]);
  }
  for (const name of ["cache-lookup-value", "cache-lookup"]) {
    for (const element of patient.all(name)) add(literal(element, "variable-name"), undefined);
  }
  for (const element of patient.all("send-request")) {
    add(literal(element, "response-variable-name"), undefined);
  }
  return types;
}

function* expressions(element: Element, policy = element): Generator<
  [Element, string, (offset: number) => { line: number; column: number }]
> {
  for (const content of contents({ ...element, children: [] })) {
    if (content.kind === "expression") {
      yield [policy, content.source.text, (offset) => content.source.position(offset)];
    }
  }
  for (const child of element.children) yield* expressions(child, child);
}
