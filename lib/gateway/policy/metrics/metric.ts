/**
 * Metrics with dimensions, as the gateway sends them to Application Insights: here to the telemetry port.
 * @see https://learn.microsoft.com/azure/api-management/emit-metric-policy
 * @module
 */
import { FINDING } from "../../contracts/texts/findings.ts";
import { attribute, type Check, type ChildrenRule } from "../definition/definition.ts";
import { valueValidationFailure } from "../engine/failure.ts";
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
export const DIMENSIONS: ChildrenRule = {
  kind: "elements",
  elements: {
    dimension: { attributes: { name: attribute.requiredValue, value: attribute.value }, min: 1 },
  },
};

/** Dimensions of the policy's own, beside those that the gateway knows (the pages' usage notes). */
const MAX_CUSTOM_DIMENSIONS = 5;

/** A dimension without value has to be one that the gateway knows; there are not too many of the others. */
export function checkDimensions({ children }: Element, check: Check): void {
  let custom = 0;
  for (const { name, attributes } of children) {
    if (name !== "dimension") continue;
    const named = attributes.get("name")?.content;
    if (named?.kind === "literal" && KNOWN_DIMENSIONS.has(named.text)) continue;
    custom++;
    if (attributes.has("value") || named?.kind !== "literal") continue;
    const known = [...KNOWN_DIMENSIONS.keys()].join(", ");
    check.report(FINDING.dimensionValue(named.text, known));
  }
  if (custom <= MAX_CUSTOM_DIMENSIONS) return;
  check.report(FINDING.tooManyDimensions(MAX_CUSTOM_DIMENSIONS, custom));
}

/**
 * The values of the node's dimensions for a request, by name.
 * @throws PolicyError for a name from an expression that has no value and that the gateway does not know
 */
export function dimensionsOf(node: PolicyNode): (run: Run) => Record<string, string> {
  const dimensions = node.children("dimension").map((dimension) => ({
    name: dimension.text("name"),
    value: dimension.optionalText("value"),
  }));
  return (run) => {
    const values: Record<string, string> = {};
    for (const dimension of dimensions) {
      const name = dimension.name(run);
      const value = dimension.value ?? KNOWN_DIMENSIONS.get(name);
      if (value === undefined) throw valueValidationFailure("The value field is required.");
      values[name] = value(run);
    }
    return values;
  };
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
