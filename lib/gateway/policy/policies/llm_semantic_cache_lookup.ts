/** `<llm-semantic-cache-lookup>`: answers a prompt with the cached answer to one that is close to it. */
import { semanticCacheLookup } from "../cache/semantic_cache.ts";

export const llmSemanticCacheLookup = semanticCacheLookup("llm-semantic-cache-lookup");
