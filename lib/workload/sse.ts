/**
 * Server-sent events as chat completions and the Responses API stream them.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @module
 */

/** The `data` of each event of a stream, in order; `[DONE]` included. */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let pending = "";
  let data: string[] = [];
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const lines = (pending + chunk).split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop()!;
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) yield data.join("\n");
        data = [];
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line[5] === " " ? 6 : 5));
      }
    }
  }
  if (data.length > 0) yield data.join("\n");
}
