/**
 * Checks a document against the policies' data, and compiles its expressions: every finding at once.
 * @module
 */
import type { Diagnostic, Position } from "../../core/diagnostic.ts";
import {
  type CompiledExpression,
  compileExpression,
  type ExpressionSource,
} from "../expression/mod.ts";
import type { Scope, Section } from "../context.ts";
import type { CompileOptions } from "./compile.ts";
import {
  type AttributeRule,
  type ChildrenRule,
  type ElementRule,
  EVERY_SCOPE,
  type PolicyDefinition,
} from "./definition.ts";
import { valueNotFilledIn } from "./failure.ts";
import { FINDING } from "./findings.ts";
import { policyNamed, UNSUPPORTED } from "./policies/mod.ts";
import { type ParsedDocument, parseDocument } from "./source/parse.ts";
import type { Attribute, Content, Element } from "./source/tree.ts";

/** What validation learned of a document without errors: what its plan is built from. */
export interface ValidDocument {
  readonly root: Element;
  readonly expressions: ReadonlyMap<Content, CompiledExpression>;
  /** Roots of the fragments that it includes, by lower-case id. */
  readonly fragments: ReadonlyMap<string, Element>;
  readonly namedValues: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
}

export interface Validation {
  /** null when there are errors. */
  readonly document: ValidDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and checks a document; never throws for bad input. */
export function validate(text: string, options: CompileOptions): Validation {
  const validator = new Validator(options);
  validator.document(text);
  return validator.result();
}

const SECTIONS: readonly Section[] = ["inbound", "backend", "outbound", "on-error"];

/** Fragments that may be included in each other. Assumption: the service documents no limit. */
const MAX_FRAGMENT_DEPTH = 10;

/** Policies that a document may come to with its fragments. Assumption: the service documents no limit. */
const MAX_POLICIES = 10_000;

class Validator {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #expressions = new Map<Content, CompiledExpression>();
  readonly #fragments = new Map<string, Element>();
  readonly #namedValues = new Set<string>();
  readonly #backends = new Set<string>();
  /** Where the text under inspection is included, and the fragments that lead there. */
  #inclusion: { readonly ids: readonly string[]; readonly at: Position } | null = null;
  /** Policies that were met. */
  readonly #met = new Set<PolicyDefinition>();
  #root: Element | null = null;
  #section: Section = "inbound";
  #policyCount = 0;

  constructor(readonly options: CompileOptions) {}

  /** References that lead nowhere are errors in a service, and fine in a document that stands alone. */
  get #closed(): boolean {
    return this.options.backendIds !== null;
  }

  result(): Validation {
    const diagnostics = this.#diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
    const failed = this.#root === null || diagnostics.some(({ severity }) => severity === "error");
    return {
      diagnostics,
      document: failed ? null : {
        root: this.#root!,
        expressions: this.#expressions,
        fragments: this.#fragments,
        namedValues: this.#namedValues,
        backends: this.#backends,
      },
    };
  }

  document(text: string): void {
    const parsed = this.#parse(text, this.options.format);
    const root = parsed.root;
    if (root === null) return;
    this.#root = root;
    const { kind } = this.options;
    const wanted = kind === "policies" ? "policies" : "fragment";
    if (root.name !== wanted) {
      this.#error(root.position, root.name, FINDING.wrongRoot(root.name, wanted));
    } else if (kind === "policies") {
      this.#sections(root);
    } else {
      this.#fragmentRoot(root);
    }
    this.#unknownNamedValues(parsed);
  }

  #parse(text: string, format: "xml" | "rawxml"): ParsedDocument {
    const parsed = parseDocument(text, {
      format,
      namedValues: lowerCaseKeys(this.options.namedValues),
    });
    for (const found of parsed.diagnostics) this.#add(found);
    for (const name of parsed.usedNamedValues) this.#namedValues.add(name);
    return parsed;
  }

  /** Liquid writes its own values as `{{name}}`, so those of a liquid template are not looked for. */
  #unknownNamedValues({ root, unknownNamedValues }: ParsedDocument): void {
    if (root === null || unknownNamedValues.length === 0) return;
    const liquid = [...descendants(root)].filter(isLiquid).map(({ range }) => range);
    for (const { name, offset, position } of unknownNamedValues) {
      if (liquid.some(({ start, end }) => offset >= start && offset < end)) continue;
      if (this.#closed) this.#error(position, undefined, FINDING.unknownNamedValue(name));
    }
  }

  #sections(root: Element): void {
    this.#attributes(root, {});
    this.#noText(root, SECTIONS);
    const left = new Set<string>(SECTIONS);
    for (const section of root.children) {
      if (!left.delete(section.name)) {
        this.#error(
          section.position,
          root.name,
          FINDING.invalidChild(root.name, section.name, [...left]),
        );
      }
      const name = SECTIONS.find((name) => name === section.name);
      if (name === undefined) continue;
      this.#section = name;
      this.#attributes(section, {});
      this.#noText(section, ["policy"]);
      this.#policies(section);
      if (name === "backend" && section.children.length > 1) {
        this.#error(section.position, section.name, FINDING.backendHoldsOne);
      }
    }
  }

  /** A fragment may be included anywhere, so its policies are held to sections and scopes where it is. */
  #fragmentRoot(root: Element): void {
    this.#attributes(root, {});
    this.#noText(root, ["policy"]);
    for (const child of root.children) this.#policy(child, null);
  }

  #policies(parent: Element): void {
    for (const child of parent.children) this.#policy(child, this.#section);
  }

  #policy(element: Element, section: Section | null): void {
    if (++this.#policyCount > MAX_POLICIES) {
      if (this.#policyCount > MAX_POLICIES + 1) return;
      return this.#error(element.position, element.name, FINDING.tooManyPolicies(MAX_POLICIES));
    }
    const definition = policyNamed(element.name);
    if (definition === undefined) {
      const supported = !UNSUPPORTED.has(element.name);
      const finding = supported ? FINDING.unknownPolicy : FINDING.unsupportedPolicy;
      return this.#error(element.position, element.name, finding(element.name));
    }
    const inFragment = section === null || this.#inclusion !== null;
    if (
      (inFragment && definition.notInFragments) ||
      (section !== null && !definition.sections.includes(section))
    ) {
      this.#error(element.position, element.name, FINDING.wrongSection);
    } else if (section !== null && !scopesOf(definition).includes(this.options.scope)) {
      this.#error(element.position, element.name, FINDING.wrongScope);
    }
    if (definition.oncePerDocument && this.#met.has(definition)) {
      this.#error(element.position, element.name, FINDING.repeated(element.name));
    }
    this.#met.add(definition);
    this.#element(element, definition, definition);
    definition.check?.(element, {
      options: this.options,
      section: section ?? "inbound",
      report: (code, message, attribute) => {
        const place = attribute === undefined ? undefined : element.attributes.get(attribute);
        this.#error(place?.position ?? element.position, element.name, { code, message });
      },
      add: (found) => this.#add(found),
    });
    if (element.name === "include-fragment") this.#include(element, section);
    const backend = element.attributes.get("backend-id")?.content;
    if (backend?.kind === "literal") this.#backends.add(backend.text.toLowerCase());
  }

  /** An element by its rule; `policy` is what findings are about. */
  #element(element: Element, rule: ElementRule, policy: PolicyDefinition): void {
    const allowed = rule === policy ? { ...rule.attributes, id: POLICY_ID } : rule.attributes ?? {};
    this.#attributes(element, allowed, policy.name);
    if (rule.text === "markup") {
      if (element.children.length === 0) this.#text(element, rule, policy);
      return;
    }
    this.#text(element, rule, policy);
    this.#children(element, rule.children, policy);
  }

  #attributes(
    element: Element,
    rules: Readonly<Record<string, AttributeRule>>,
    policy = element.name,
  ): void {
    for (const attribute of element.attributes.values()) {
      const rule = Object.hasOwn(rules, attribute.name) ? rules[attribute.name] : undefined;
      if (rule === undefined) {
        if (attribute.name.startsWith("xmlns")) continue;
        this.#error(attribute.position, policy, FINDING.unknownAttribute(attribute.name));
      } else {
        this.#attribute(attribute, rule, policy);
      }
    }
    for (const name in rules) {
      if (rules[name].required && !element.attributes.has(name)) {
        this.#error(element.position, policy, FINDING.missingAttribute(name));
      }
    }
  }

  #attribute({ name, content, position }: Attribute, rule: AttributeRule, policy: string): void {
    if (content.kind === "expression") {
      if (rule.expressions) this.#expression(content, policy);
      else this.#error(position, policy, FINDING.noExpression(name));
      return;
    }
    const fault = faultOf(content.text, rule);
    if (fault === null) return;
    if (!this.#closed && PLACEHOLDER.test(content.text.trim())) return;
    this.#error(position, policy, FINDING.invalidValue(name, content.text, fault));
  }

  #expression(content: Content, policy: string): void {
    if (content.kind !== "expression" || this.#expressions.has(content)) return;
    const { source } = content;
    let compiled = compileExpression(source);
    if (!compiled.ok && !this.#closed && REFERENCE.test(source.text)) {
      compiled = compileExpression(withStandIns(source));
      if (compiled.ok) return void this.#expressions.set(content, unfilledExpression(source));
    }
    if (compiled.ok) return void this.#expressions.set(content, compiled.expression);
    for (const found of compiled.diagnostics) this.#add({ ...found, element: policy });
  }

  #text(element: Element, rule: ElementRule, policy: PolicyDefinition): void {
    const { text, name } = element;
    const kind = rule.text ?? "none";
    if (text === null) {
      if (kind === "required") {
        this.#error(element.position, policy.name, FINDING.missingText(name));
      }
    } else if (kind === "none") {
      this.#noText(element, childNames(rule.children), policy.name);
    } else if (text.kind === "expression") {
      if (rule.textExpressions === false) {
        this.#error(text.position, policy.name, FINDING.noExpressionText(name));
      } else {
        this.#expression(text, policy.name);
      }
    }
  }

  #noText(element: Element, expected: readonly string[], policy = element.name): void {
    if (element.text === null) return;
    this.#error(element.position, policy, FINDING.noText(element.name, expected));
  }

  #children(element: Element, rule: ChildrenRule | undefined, policy: PolicyDefinition): void {
    if (rule?.kind === "policies") return this.#policies(element);
    const elements = rule?.elements ?? {};
    const names = Object.keys(elements);
    const counts = new Map<string, number>();
    let reached = 0;
    for (const child of element.children) {
      const index = names.indexOf(child.name);
      const count = (counts.get(child.name) ?? 0) + 1;
      counts.set(child.name, count);
      const childRule = elements[child.name];
      const expected = rule?.ordered ? names.slice(reached) : names;
      if (
        index === -1 || (rule?.ordered && index < reached) ||
        count > (childRule.max ?? Infinity)
      ) {
        this.#error(
          child.position,
          policy.name,
          FINDING.invalidChild(element.name, child.name, expected),
        );
        if (index === -1) continue;
      }
      reached = Math.max(reached, index);
      this.#element(child, childRule, policy);
      if (childRule.children?.kind === "policies") continue;
    }
    const missing = names.filter((name) => (counts.get(name) ?? 0) < (elements[name].min ?? 0));
    if (missing.length > 0) {
      this.#error(element.position, policy.name, FINDING.incomplete(element.name, missing));
    }
  }

  #include(element: Element, section: Section | null): void {
    const content = element.attributes.get("fragment-id")?.content;
    if (content?.kind !== "literal") return;
    const id = content.text.toLowerCase();
    const outer = this.#inclusion;
    const ids = outer?.ids ?? [];
    const at = outer?.at ?? element.position;
    if (ids.includes(id) || ids.length === MAX_FRAGMENT_DEPTH) {
      return this.#error(element.position, element.name, FINDING.fragmentCycle(content.text));
    }
    const fragment = lowerCaseKeys(this.options.fragments).get(id);
    if (fragment === undefined) {
      if (this.#closed) {
        this.#error(element.position, element.name, FINDING.unknownFragment(content.text));
      }
      return;
    }
    this.#inclusion = { ids: [...ids, id], at };
    const known = this.#fragments.get(id);
    const parsed = known === undefined ? this.#parse(fragment.text, fragment.format) : null;
    const root = known ?? parsed?.root;
    if (root) {
      this.#fragments.set(id, root);
      for (const child of root.children) this.#policy(child, section);
      if (parsed !== null) this.#unknownNamedValues(parsed);
    }
    this.#inclusion = outer;
  }

  #error(
    position: Position,
    element: string | undefined,
    { code, message }: { code: string; message: string },
  ): void {
    const { line, column } = position;
    this.#add({ code, severity: "error", message, line, column, element });
  }

  /** A finding inside a fragment is told where the fragment is included. */
  #add(found: Diagnostic): void {
    const inclusion = this.#inclusion;
    if (inclusion === null) return void this.#diagnostics.push(found);
    const { line, column, message } = found;
    this.#diagnostics.push({
      ...found,
      line: inclusion.at.line,
      column: inclusion.at.column,
      message: `In fragment '${inclusion.ids.at(-1)}', line ${line}, column ${column}: ${message}`,
    });
  }
}

const POLICY_ID: AttributeRule = { type: "text" };

/** What samples leave to their reader: `{limit}`, and named values that are not there yet. */
const PLACEHOLDER = /^\{/;

/** A named value that is not there yet, inside C#. */
const REFERENCE = /\{\{[\p{L}\p{N}._-]+\}\}/u;

/** The code with a number for each missing named value, so that the rest of it can be checked. */
function withStandIns(source: ExpressionSource): ExpressionSource {
  const everyReference = new RegExp(REFERENCE, "gu");
  return {
    ...source,
    text: source.text.replace(everyReference, (name) => "1".padEnd(name.length)),
  };
}

/** An expression that can only run once its named values are there. */
function unfilledExpression({ text }: ExpressionSource): CompiledExpression {
  return {
    type: "object",
    reads: { requestBody: false, responseBody: false },
    evaluate: () => {
      throw valueNotFilledIn(REFERENCE.exec(text)![0]);
    },
  };
}

/** What is wrong with an attribute's literal; null when nothing is. */
function faultOf(text: string, rule: AttributeRule): string | null {
  const value = text.trim();
  if (typeof rule.type !== "string") {
    return rule.type.includes(value) ? null : `it must be one of ${rule.type.join(", ")}.`;
  }
  if (rule.type === "boolean") {
    return /^(?:true|false)$/i.test(value) ? null : "it must be true or false.";
  }
  if (rule.type === "text") {
    return rule.required && !rule.allowEmpty && value === "" ? "it must not be empty." : null;
  }
  const { min, max } = rule;
  const number = Number(value);
  const pattern = rule.type === "integer" ? /^[+-]?\d+$/ : /^[+-]?\d*\.?\d+$/;
  if (pattern.test(value) && number >= (min ?? -Infinity) && number <= (max ?? Infinity)) {
    return null;
  }
  const range = min !== undefined && max !== undefined
    ? ` from ${min} to ${max}`
    : min !== undefined
    ? ` of at least ${min}`
    : "";
  return `it must be ${rule.type === "integer" ? "an integer" : "a number"}${range}.`;
}

function scopesOf({ scopes }: PolicyDefinition): readonly Scope[] {
  return scopes ?? EVERY_SCOPE;
}

function childNames(rule: ChildrenRule | undefined): string[] {
  if (rule === undefined) return [];
  return rule.kind === "policies" ? ["policy"] : Object.keys(rule.elements);
}

function* descendants(root: Element): Generator<Element> {
  yield root;
  for (const child of root.children) yield* descendants(child);
}

function isLiquid({ name, attributes }: Element): boolean {
  const template = attributes.get("template")?.content;
  return name === "set-body" && template?.kind === "literal" && template.text === "liquid";
}

function lowerCaseKeys<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].map(([key, value]) => [key.toLowerCase(), value]));
}
