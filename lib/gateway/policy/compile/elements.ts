/**
 * Elements against the data of their policies: attributes, text and children.
 * @module
 */
import type { AttributeRule, ChildrenRule, ElementRule } from "../definition/definition.ts";
import type { Attribute, Element } from "../document/tree.ts";
import { neededBy, UNSUPPORTED } from "../definition/unsupported.ts";
import { attributeFault } from "./attribute_fault.ts";
import type { Expressions } from "./expressions.ts";
import { type FindingLog, withMeant } from "./finding_log.ts";
import { FINDING } from "../../contracts/texts/findings.ts";

/** What samples leave to their reader: `{limit}`, and named values that are not there yet. */
const PLACEHOLDER = /^\{/;

/** Nothing but `{limits}`, where elements are expected: what samples leave to a script. */
const ELEMENTS_TO_FILL_IN = /^\s*(?:\{[\w-]+\}\s*)+$/;

export interface ElementChecks {
  readonly log: FindingLog;
  readonly expressions: Expressions;
  /** Whether a document may leave values to be filled in. */
  readonly open: boolean;
  /** Looks at the children of an element that holds policies. @param holder the policy that it belongs to */
  policies(parent: Element, holder: string, only?: readonly string[]): void;
}

/** An element by its rule. @param policy what findings are about */
export function checkElement(
  checks: ElementChecks,
  element: Element,
  rule: ElementRule,
  policy: string,
): void {
  checkAttributes(checks, element, rule.attributes ?? {}, policy);
  if (rule.text === "markup" && element.children.length > 0) return;
  checkText(checks, element, rule, policy);
  if (rule.text !== "markup") checkChildren(checks, element, rule.children, policy);
}

/** An element that holds policies and nothing else: a section, a fragment, the document. */
export function checkContainer(
  checks: ElementChecks,
  element: Element,
  children: readonly string[],
): void {
  checkAttributes(checks, element, {}, element.name);
  if (element.text === null || hasElementsToFillIn(checks, element)) return;
  checks.log.error(element.position, element.name, FINDING.noText(element.name, children));
}

function checkAttributes(
  checks: ElementChecks,
  element: Element,
  rules: Readonly<Record<string, AttributeRule>>,
  policy: string,
): void {
  for (const attribute of element.attributes.values()) {
    const { name, position } = attribute;
    if (Object.hasOwn(rules, name)) checkAttribute(checks, attribute, rules[name], policy);
    else if (!name.startsWith("xmlns")) {
      const need = neededBy(policy, name);
      const finding = need === null
        ? withMeant(FINDING.unknownAttribute(name), name, Object.keys(rules))
        : FINDING.unsupportedAttribute(name, need);
      checks.log.error(position, policy, finding);
    }
  }
  for (const name in rules) {
    if (rules[name].required && !element.attributes.has(name)) {
      checks.log.error(element.position, policy, FINDING.missingAttribute(name));
    }
  }
}

function checkAttribute(
  { log, expressions, open }: ElementChecks,
  { name, content, position }: Attribute,
  rule: AttributeRule,
  policy: string,
): void {
  if (content.kind === "expression") {
    if (rule.expressions) return expressions.add(content, policy);
    const { text, block } = content.source;
    const written = block ? `@{${text}}` : `@(${text})`;
    // the service's schema takes it for a value like any other; a text it would take as it stands
    const fault = rule.type === "text" ? null : attributeFault(written, rule);
    log.error(position, policy, FINDING.noExpression(name, written, fault));
    return;
  }
  const fault = attributeFault(content.text, rule);
  if (fault === null || (open && PLACEHOLDER.test(content.text.trim()))) return;
  log.error(position, policy, FINDING.invalidValue(name, content.text, fault));
}

function hasElementsToFillIn({ open }: ElementChecks, { text }: Element): boolean {
  return open && text?.kind === "literal" && ELEMENTS_TO_FILL_IN.test(text.text);
}

function checkText(
  checks: ElementChecks,
  element: Element,
  rule: ElementRule,
  policy: string,
): void {
  const { log, expressions } = checks;
  const { text, name, position } = element;
  if (text === null) {
    if (rule.text === "required") log.error(position, policy, FINDING.missingText(name));
  } else if (rule.text === undefined || rule.text === "none") {
    if (hasElementsToFillIn(checks, element)) return;
    log.error(position, policy, FINDING.noText(name, childNames(rule.children)));
  } else if (text.kind === "expression" && rule.textExpressions === false) {
    log.error(text.position, policy, FINDING.noExpressionText(name));
  } else {
    expressions.add(text, policy);
  }
}

function childNames(rule: ChildrenRule | undefined): readonly string[] {
  if (rule === undefined) return [];
  return rule.kind === "policies" ? ["policy"] : Object.keys(rule.elements);
}

function outOfPlace({ name }: Element, child: Element, expected: readonly string[]) {
  const need = UNSUPPORTED.get(child.name);
  return need === undefined
    ? withMeant(FINDING.invalidChild(name, child.name, expected), child.name, expected)
    : FINDING.unsupportedPolicy(child.name, need);
}

function checkChildren(
  checks: ElementChecks,
  element: Element,
  rule: ChildrenRule | undefined,
  policy: string,
): void {
  if (rule?.kind === "policies") return checks.policies(element, policy, rule.only);
  const elements = rule?.elements ?? {};
  const names = Object.keys(elements);
  const counts = new Map<string, number>();
  const left = (name: string) => (counts.get(name) ?? 0) < (elements[name].max ?? Infinity);
  let reached = 0;
  let sound = true;
  for (const child of element.children) {
    const index = names.indexOf(child.name);
    const expected = names.slice(rule?.anyOrder ? 0 : reached).filter(left);
    if (!expected.includes(child.name)) {
      // of the children of one element, the first that is out of place is told, as .NET's schema validation does
      if (sound) checks.log.error(child.position, policy, outOfPlace(element, child, expected));
      sound = false;
    }
    if (index === -1) continue;
    counts.set(child.name, (counts.get(child.name) ?? 0) + 1);
    reached = Math.max(reached, index);
    checkElement(checks, child, elements[child.name], policy);
  }
  const missing = names.filter((name) => (counts.get(name) ?? 0) < (elements[name].min ?? 0));
  if (sound && missing.length > 0 && !hasElementsToFillIn(checks, element)) {
    checks.log.error(element.position, policy, FINDING.incomplete(element.name, missing));
  }
}
