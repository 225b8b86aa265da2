/**
 * What a policy is: data about where it may stand and what it may hold, and one function that makes its step.
 *
 * To add a policy: write `policies/NAME.ts` (the element's name in snake_case) that exports a
 * {@link PolicyDefinition}, add one line to `policies/mod.ts`, and cases to `tests/gateway/policy`. The data is
 * checked before `compile` is called, for the whole document: `compile` sees valid nodes only, and never reports.
 * Attributes that must agree with each other are looked at in `check`.
 * @module
 */
import type { Finding } from "../../contracts/texts/findings.ts";
import type { Diagnostic } from "../../../core/diagnostic.ts";
import type { Scope, Section } from "../../contracts/context.ts";
import type { Fidelity } from "../../contracts/fidelity.ts";
import type { CompileOptions } from "./options.ts";
import type { PolicyNode } from "./node.ts";
import type { AttributeRule, ElementRule } from "./rules.ts";
import type { Element } from "../document/tree.ts";
import type { Step } from "../../contracts/run.ts";

export type { AttributeRule, ChildrenRule, ElementRule, Occurrence } from "./rules.ts";

/** What a policy's usage notes say beside its sections and scopes. */
export interface Usage {
  /** Within what it may stand once only, fragments included. Default: nothing. */
  readonly once?: "section" | "document";
  /** Whether fragments may not hold it. */
  readonly notInFragments?: boolean;
  /** Policies that may not hold it as their child, fragments seen through. */
  readonly notIn?: readonly string[];
}

/** A usage note that others contradict: it holds under one choice of a fidelity switch. */
export interface DisputedUsage extends Usage {
  readonly holds: (fidelity: Fidelity) => boolean;
}

/** What `check` may do about what it finds. */
export interface Check {
  readonly options: CompileOptions;
  readonly section: Section;
  /** Adds an error at the element, or at its attribute where `attribute` names one. */
  report(finding: Finding, attribute?: string): void;
  /** Adds any diagnostic. */
  add(diagnostic: Diagnostic): void;
}

export interface PolicyDefinition extends ElementRule, Usage {
  /** The element's name. */
  readonly name: string;
  readonly sections: readonly Section[];
  /** Default: every scope. */
  readonly scopes?: readonly Scope[];
  readonly disputed?: DisputedUsage;
  /** The page that says so. */
  readonly documentation: string;
  /** Rules that no single attribute shows. */
  readonly check?: (element: Element, check: Check) => void;
  /** The step of a valid node. What it needs of its attributes is worked out here, once. */
  readonly compile: (node: PolicyNode) => Step;
}

export const EVERY_SECTION: readonly Section[] = ["inbound", "backend", "outbound", "on-error"];
export const EVERY_SCOPE: readonly Scope[] = ["global", "product", "api", "operation"];

/** Rules of attributes, short to write. */
export const attribute = {
  /** Text that must be there. */
  required: { type: "text", required: true },
  /** Text or expression that must be there. */
  requiredValue: { type: "text", required: true, expressions: true },
  text: { type: "text" },
  headerName: { type: "header-name" },
  /** Text or expression. */
  value: { type: "text", expressions: true },
  boolean: { type: "boolean" },
  booleanValue: { type: "boolean", expressions: true },
} as const satisfies Readonly<Record<string, AttributeRule>>;

/** The page of a policy in the documentation. */
export function policyPage(name: string): string {
  return `https://learn.microsoft.com/azure/api-management/${name}-policy`;
}

/** A definition as it goes into the registry. */
export function definePolicy(definition: PolicyDefinition): PolicyDefinition {
  return Object.freeze(definition);
}
