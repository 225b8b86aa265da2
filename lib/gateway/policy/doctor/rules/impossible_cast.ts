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
        const others = [...given ?? []].filter((type) => type !== wanted);
        if (wanted === undefined || others.length === 0) continue;
        const found = others.join(" or ");
        yield warning(element, {
          code: "impossible-cast",
          message:
            `Variable '${name}' may hold a value of type ${found}, set in this document: then ` +
            `the cast to ${type} throws.`,
          cure:
            `Convert instead of casting, as Convert.ToInt32 does, or always set a ${wanted}: a ` +
            `literal is a string, value="@(1)" is an int.`,
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
