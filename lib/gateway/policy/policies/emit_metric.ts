/** `<emit-metric>`: a metric of the policy's own with dimensions. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import {
  checkDimensions,
  DEFAULT_NAMESPACE,
  DIMENSIONS,
  dimensionsOf,
  emitMetricEvent,
} from "../metrics/metric.ts";

export const emitMetric = definePolicy({
  name: "emit-metric",
  sections: EVERY_SECTION,
  documentation: policyPage("emit-metric"),
  attributes: {
    name: attribute.required,
    namespace: attribute.text,
    value: { type: "number", expressions: true },
  },
  children: DIMENSIONS,
  check: checkDimensions,
  compile(node) {
    const name = node.literal("name")!;
    const namespace = node.literal("namespace") ?? DEFAULT_NAMESPACE;
    const value = node.number("value", 1);
    const dimensions = dimensionsOf(node);
    return (run) => {
      emitMetricEvent(run, {
        name,
        namespace,
        value: value(run),
        dimensions: dimensions(run),
      });
      return "next";
    };
  },
});
