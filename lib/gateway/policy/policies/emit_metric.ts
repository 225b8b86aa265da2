/** `<emit-metric>`: a metric of the policy's own with dimensions. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import {
  checkDimensions,
  DEFAULT_NAMESPACE,
  dimensionsOf,
  dimensionsRule,
  emitMetricEvent,
} from "../metrics/metric.ts";

const MAX_DIMENSIONS = 10;

export const emitMetric = definePolicy({
  name: "emit-metric",
  sections: EVERY_SECTION,
  documentation: policyPage("emit-metric"),
  attributes: {
    name: attribute.requiredValue,
    namespace: attribute.value,
    value: { type: "number", expressions: true },
  },
  children: dimensionsRule(MAX_DIMENSIONS),
  check: checkDimensions,
  compile(node) {
    const name = node.text("name");
    const namespace = node.text("namespace", DEFAULT_NAMESPACE);
    const value = node.number("value", 1);
    const dimensions = dimensionsOf(node);
    return (run) => {
      emitMetricEvent(run, {
        name: name(run),
        namespace: namespace(run),
        value: value(run),
        dimensions: dimensions(run),
      });
      return "next";
    };
  },
});
