/** `<llm-semantic-cache-store>`: keeps the answer for prompts that are close to this one. */
import { semanticCacheStore } from "../cache/semantic_cache.ts";

export const llmSemanticCacheStore = semanticCacheStore("llm-semantic-cache-store");
