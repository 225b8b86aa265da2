/**
 * Metrics with dimensions, as the gateway sends them to Application Insights: here to the telemetry port.
 * @see https://learn.microsoft.com/azure/api-management/emit-metric-policy
 * @module
 */
import { attribute, type Check, type ChildrenRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";

/** The namespace of metrics whose policy names none. Assumption: the documentation gives no default. */
export const DEFAULT_NAMESPACE = "API Management";

/** Dimensions that need no value. */
const KNOWN_DIMENSIONS: ReadonlyMap<string, (run: Run) => string> = new Map<
  string,
  (run: Run) => string
>([
  ["API ID", ({ context }) => context.api?.id ?? ""],
  ["Operation ID", ({ context }) => context.operation?.id ?? ""],
  ["Product ID", ({ context }) => context.product?.id ?? ""],
  ["User ID", ({ context }) => context.user?.id ?? ""],
  ["Subscription ID", ({ context }) => context.subscription?.id ?? ""],
  ["Location", ({ context }) => context.deployment.region],
  ["Gateway ID", ({ context }) => context.deployment.gatewayId],
  ["Backend ID", ({ context }) => context.backend?.id ?? ""],
]);

/** The dimensions that a metric may have. */
export function dimensionsRule(max: number): ChildrenRule {
  return {
    kind: "elements",
    elements: {
      dimension: { attributes: { name: attribute.required, value: attribute.value }, min: 1, max },
    },
  };
}

/** A dimension without value has to be one that the gateway knows. */
export function checkDimensions({ children }: Element, check: Check): void {
  for (const { name, attributes } of children) {
    const named = attributes.get("name")?.content;
    if (name !== "dimension" || attributes.has("value") || named?.kind !== "literal") continue;
    if (KNOWN_DIMENSIONS.has(named.text)) continue;
    const known = [...KNOWN_DIMENSIONS.keys()].join(", ");
    check.report(
      "missing-attribute",
      `Dimension '${named.text}' needs a value: only ${known} have one of their own.`,
    );
  }
}

/** The values of the node's dimensions for a request, by name. */
export function dimensionsOf(node: PolicyNode): (run: Run) => Record<string, string> {
  const dimensions = node.children("dimension").map((dimension) => {
    const name = dimension.literal("name")!;
    const value = dimension.optionalText("value") ?? KNOWN_DIMENSIONS.get(name)!;
    return { name, value };
  });
  return (run) => Object.fromEntries(dimensions.map(({ name, value }) => [name, value(run)]));
}

export interface Metric {
  readonly name: string;
  readonly namespace: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

export function emitMetricEvent({ ports }: Run, { name, ...data }: Metric): void {
  ports.telemetry.emit({ at: ports.clock.now(), kind: "metric", name, data });
}
