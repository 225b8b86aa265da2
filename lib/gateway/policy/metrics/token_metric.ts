/**
 * What llm-emit-token-metric and azure-openai-emit-token-metric are: three metrics a call, and one for each part
 * of the usage that the reply tells apart.
 * @see https://learn.microsoft.com/azure/api-management/llm-emit-token-metric-policy
 * @module
 */
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody } from "../../contracts/message.ts";
import {
  attribute,
  definePolicy,
  type PolicyDefinition,
  policyPage,
} from "../definition/definition.ts";
import {
  checkDimensions,
  DEFAULT_NAMESPACE,
  DIMENSIONS,
  dimensionsOf,
  emitMetricEvent,
} from "./metric.ts";
import { whenTokensKnown } from "../tokens/meter.ts";

/**
 * `cached_tokens` as "Cached Tokens". Assumption: the preview's names for parts of the usage follow those that it
 * had, as the documentation names the categories alone.
 */
function metricOf(part: string): string {
  return part.split("_").map((word) => word[0].toUpperCase() + word.slice(1)).join(" ");
}

export function emitTokenMetric(name: string): PolicyDefinition {
  return definePolicy({
    name,
    sections: ["inbound"],
    documentation: policyPage(name),
    attributes: { namespace: attribute.text },
    children: DIMENSIONS,
    check: checkDimensions,
    compile(node) {
      const namespace = node.literal("namespace") ?? DEFAULT_NAMESPACE;
      const dimensionsFor = dimensionsOf(node);
      return (run) => {
        const given = dimensionsFor(run);
        whenTokensKnown(run, (usage) => {
          if (usage === null) return;
          const dimensions = "Backend ID" in given ? dimensionsFor(run) : given;
          const emit = (metric: string, value: number) =>
            emitMetricEvent(run, { name: metric, namespace, value, dimensions });
          emit("Total Tokens", usage.total);
          emit("Prompt Tokens", usage.prompt);
          emit("Completion Tokens", usage.completion);
          for (const [part, tokens] of usage.parts ?? []) emit(metricOf(part), tokens);
        });
        return chain(loadBody(run.context.request.body, run), () => "next");
      };
    },
  });
}
