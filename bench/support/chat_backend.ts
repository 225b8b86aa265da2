/**
 * A model deployment that answers chat completions at once: `chat_backend.ts NAME [N]`. It refuses each Nth request with 429
 * and tells at /counts what came. Prints its URL.
 * @module
 */

/** What came to a stand-in since it was started. */
export interface ChatCounts {
  readonly answered: number;
  /** Answered 429. */
  readonly refused: number;
}

/** What it answers: about 600 bytes, in the form of the API. */
export function chatReply(name: string) {
  return {
    id: `chatcmpl-${name}`,
    object: "chat.completion",
    created: 1_760_000_000,
    model: "gpt-4.1",
    choices: [{
      index: 0,
      message: { role: "assistant", content: `${name}: ${"spill what overflows. ".repeat(16)}` },
      finish_reason: "stop",
    }],
    usage: { prompt_tokens: 60, completion_tokens: 64, total_tokens: 124 },
  };
}

if (import.meta.main) {
  const [name, every = "0"] = Deno.args;
  const body = new TextEncoder().encode(JSON.stringify(chatReply(name)));
  const headers = { "Content-Type": "application/json" };
  const refusal = JSON.stringify({ error: { code: "429", message: "The capacity is used up." } });
  const counts = { answered: 0, refused: 0 };
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = Deno.serve(options, async (request) => {
    if (request.url.endsWith("/counts")) return Response.json(counts satisfies ChatCounts);
    await request.bytes();
    if (Number(every) > 0 && (counts.answered + counts.refused + 1) % Number(every) === 0) {
      counts.refused++;
      return new Response(refusal, { status: 429, headers: { ...headers, "Retry-After": "1" } });
    }
    counts.answered++;
    return new Response(body, { headers });
  });
  console.log(`http://127.0.0.1:${server.addr.port}`);
}
