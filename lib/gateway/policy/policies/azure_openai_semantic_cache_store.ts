/** `<azure-openai-semantic-cache-store>`: keeps the answer for prompts that are close to this one. */
import { semanticCacheStore } from "../cache/semantic_cache.ts";

export const azureOpenaiSemanticCacheStore = semanticCacheStore(
  "azure-openai-semantic-cache-store",
);
