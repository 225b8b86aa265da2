import assert from "node:assert/strict";
import { promptBeginnings, PromptCache } from "../../lib/models/prompt_cache.ts";

/** A text of so many tokens, four characters each, by the cache's rule. */
const text = (tokens: number, fill = "word") => fill.repeat(tokens).slice(0, tokens * 4);

function cached(cache: PromptCache, prompt: string, now: number, key: string | null = null) {
  const beginnings = promptBeginnings(prompt, prompt.length / 4, key);
  return beginnings ? cache.hitLongest(beginnings, now) : 0;
}

Deno.test("PromptCache finds the longest beginning of 1,024 tokens and steps of 128", () => {
  const cache = new PromptCache();
  assert.equal(cached(cache, text(2000), 0), 0);
  assert.equal(cached(cache, text(2000), 1), 1920);
  assert.equal(cached(cache, text(1200) + text(800, "else"), 2), 1152);
  assert.equal(cached(cache, "x" + text(1999), 3), 0, "one character at the beginning");
  assert.equal(cached(cache, text(1000), 4), 0, "too short");
});

Deno.test("PromptCache keeps callers with other keys apart, and forgets after five minutes without use", () => {
  const cache = new PromptCache();
  cached(cache, text(1100), 0, "a");
  assert.equal(cached(cache, text(1100), 1, "b"), 0);
  assert.equal(cached(cache, text(1100), 299_000, "a"), 1024);
  assert.equal(cached(cache, text(1100), 598_000, "a"), 1024, "each use keeps it");
  assert.equal(cached(cache, text(1100), 899_000, "a"), 0);
});

Deno.test("PromptCache misses on the next machine when one beginning is asked for too often", () => {
  const cache = new PromptCache();
  const hits = Array.from({ length: 32 }, (_, i) => cached(cache, text(1100), i) > 0);
  const misses = hits.flatMap((hit, i) => hit ? [] : [i]);
  assert.deepEqual(misses, [0, 15, 30], "15 a minute go to one machine");
});
