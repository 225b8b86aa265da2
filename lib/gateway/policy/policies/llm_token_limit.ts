/** `<llm-token-limit>`: so many tokens a minute, or in a calendar period, for one value of a key. */
import { tokenLimit } from "../tokens/token_limit.ts";

export const llmTokenLimit = tokenLimit("llm-token-limit");
