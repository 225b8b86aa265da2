/**
 * What set-header and set-query-parameter share: the value elements and `exists-action`.
 * @module
 */
import type { AttributeRule, Check, ChildrenRule } from "../definition/definition.ts";
import { FINDING } from "../../contracts/texts/findings.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Operand } from "../definition/operand.ts";
import type { Element } from "../document/tree.ts";

const ACTIONS = ["override", "skip", "append", "delete"] as const;
export type ExistsAction = (typeof ACTIONS)[number];

export const EXISTS_ACTION: AttributeRule = { type: ACTIONS, expressions: true };

export const VALUES: ChildrenRule = {
  kind: "elements",
  elements: { value: { text: "optional" } },
};

/** Without a value there is nothing to set. */
export function requireValues(element: Element, check: Check): void {
  const action = element.attributes.get("exists-action")?.content;
  if (element.children.length > 0 || action?.kind === "expression" || action?.text === "delete") {
    return;
  }
  check.report(FINDING.incomplete(element.name, ["value"]));
}

/** The action, `override` by default. */
export function existsAction(node: PolicyNode): Operand<ExistsAction> {
  return node.text("exists-action", "override") as Operand<ExistsAction>;
}
