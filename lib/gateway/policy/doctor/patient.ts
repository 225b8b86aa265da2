/**
 * What the routing doctor looks at: a valid document, and what is known of its surroundings.
 * @module
 */
import type { Diagnostic, Position } from "../../../core/diagnostic.ts";
import type { Section } from "../../contracts/context.ts";
import type { CompiledExpression } from "../../expression/mod.ts";
import { policyNamed } from "../policies/mod.ts";
import type { Content, Element } from "../document/tree.ts";
import type { BackendConfiguration } from "../../contracts/backend.ts";

/** What stands around a document in a service; rules that need it say nothing without it. */
export interface Surroundings {
  /** By lower-case id. */
  readonly backends?: ReadonlyMap<string, BackendConfiguration>;
  readonly api?: { readonly subscriptionRequired: boolean };
}

/** One rule: its findings, which are warnings with a cure. */
export type Rule = (patient: Patient) => Generator<Diagnostic>;

export class Patient {
  constructor(
    readonly root: Element,
    private readonly expressions: ReadonlyMap<Content, CompiledExpression>,
    readonly surroundings: Surroundings,
  ) {}

  section(name: Section): Element | null {
    return this.root.children.find((child) => child.name === name) ?? null;
  }

  /** All elements of that name below `within`, `within` itself left out. */
  *all(name: string, within: Element | null = this.root): Generator<Element> {
    for (const child of within?.children ?? []) {
      if (child.name === name) yield child;
      yield* this.all(name, child);
    }
  }

  /** C#'s static type of an expression; null for what is none. */
  staticType(content: Content): string | null {
    return this.expressions.get(content)?.type ?? null;
  }
}

/** Whether an element's children are policies, which are looked at by themselves. */
export function holdsPolicies({ name }: Element): boolean {
  return name === "when" || name === "otherwise" ||
    policyNamed(name)?.children?.kind === "policies";
}

/** Attributes and texts of an element and everything below it. */
export function* contents(element: Element): Generator<Content> {
  for (const { content } of element.attributes.values()) yield content;
  if (element.text !== null) yield element.text;
  for (const child of element.children) yield* contents(child);
}

/** An attribute's text: the literal, or the expression's code. */
export function attributeText(element: Element, name: string): string | null {
  const content = element.attributes.get(name)?.content;
  if (content === undefined) return null;
  return content.kind === "literal" ? content.text : content.source.text;
}

/** The literal of an attribute; null when it is an expression or absent. */
export function literal(element: Element, name: string): string | null {
  const content = element.attributes.get(name)?.content;
  return content?.kind === "literal" ? content.text : null;
}

/** A warning at a place. */
export function warning(
  element: Element,
  finding: { readonly code: string; readonly message: string; readonly cure: string },
  { line, column }: Pick<Position, "line" | "column"> = element.position,
): Diagnostic {
  return { ...finding, severity: "warning", line, column, element: element.name };
}

/** Text that stands for something else: a named value, or a sample's `{placeholder}`. */
export function isReference(text: string): boolean {
  return /^\s*\{.*\}\s*$/s.test(text);
}
