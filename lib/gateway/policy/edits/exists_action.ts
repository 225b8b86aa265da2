/**
 * What set-header and set-query-parameter share: the value elements and `exists-action`.
 * @module
 */
import type { AttributeRule, Check, ChildrenRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Operand } from "../definition/operand.ts";
import type { Element } from "../document/tree.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

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
  check.report(
    "incomplete-content",
    `The element '${element.name}' has incomplete content. List of possible elements expected: 'value'.`,
  );
}

/** The action, `override` by default. */
export function existsAction(node: PolicyNode): Operand<ExistsAction> {
  const action = node.text("exists-action", "override");
  if (action.constant !== undefined) return action as Operand<ExistsAction>;
  return (run) => {
    const text = action(run);
    const found = ACTIONS.find((known) => known === text);
    if (found !== undefined) return found;
    throw new PolicyError(
      "InvalidValue",
      `exists-action must be one of ${ACTIONS.join(", ")}: it is '${text}'.`,
    );
  };
}
