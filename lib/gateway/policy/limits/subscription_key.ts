/**
 * The counters that a limit by subscription keeps: one for each place where the policy stands, and one for
 * each API and operation that it names.
 * @module
 */
import type { AttributeRule, ChildrenRule, ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

/** `api` elements with their `operation` elements, each with the attributes of a limit. */
export function limitedParts(limits: Readonly<Record<string, AttributeRule>>): ChildrenRule {
  const part: ElementRule = {
    attributes: { name: { type: "text" }, id: { type: "text" }, ...limits },
  };
  return {
    kind: "elements",
    elements: {
      api: { ...part, children: { kind: "elements", elements: { operation: part } } },
    },
  };
}

/** A part as it was compiled: whether it is about a request, and what it holds. */
export interface LimitedPart<L> {
  readonly limit: L;
  readonly name: string;
  matches(run: Run): boolean;
}

/** The node's own limit and those of its parts, the widest first. */
export function partsOf<L>(node: PolicyNode, limitOf: (node: PolicyNode) => L): LimitedPart<L>[] {
  const parts: LimitedPart<L>[] = [{ limit: limitOf(node), name: "", matches: () => true }];
  for (const api of node.children("api")) {
    const inApi = matcher(api, ({ context }) => context.api);
    parts.push({ limit: limitOf(api), name: `/api:${nameOf(api)}`, matches: inApi });
    for (const operation of api.children("operation")) {
      const isOperation = matcher(operation, ({ context }) => context.operation);
      parts.push({
        limit: limitOf(operation),
        name: `/api:${nameOf(api)}/operation:${nameOf(operation)}`,
        matches: (run) => inApi(run) && isOperation(run),
      });
    }
  }
  return parts;
}

/** What the counters of a limit are named by: the subscription, and the entity whose policy it is. */
export function placeKey({ context, scope }: Run, policy: string): string {
  const { api, operation, product, subscription } = context;
  const entity = scope === "product"
    ? product?.id
    : scope === "api"
    ? api?.id
    : scope === "operation"
    ? `${api?.id}/${operation?.id}`
    : "";
  return `${policy}/${subscription!.id}/${scope}:${entity}`;
}

function nameOf(node: PolicyNode): string {
  return node.literal("id") ?? node.literal("name") ?? "";
}

function matcher(
  node: PolicyNode,
  entityOf: (run: Run) => { readonly id: string; readonly name: string } | null,
): (run: Run) => boolean {
  const id = node.literal("id");
  const name = node.literal("name");
  return (run) => {
    const entity = entityOf(run);
    return entity !== null && (id !== null ? entity.id === id : entity.name === name);
  };
}
