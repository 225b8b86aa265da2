/** `<llm-emit-token-metric>`: the tokens of each call as metrics with dimensions. */
import { emitTokenMetric } from "../metrics/token_metric.ts";

export const llmEmitTokenMetric = emitTokenMetric("llm-emit-token-metric");
