/**
 * A stream of server-sent events that passes a window at a time, each once it is known to be harmless.
 * @see https://learn.microsoft.com/azure/api-management/llm-content-safety-policy#usage-notes
 * @module
 */
import type { MaybePromise } from "../../../core/maybe_promise.ts";
import { completionText } from "../tokens/completion.ts";
import type { Windows } from "./windows.ts";

/** Blank lines part events. */
const EVENT_END = /\r?\n\r?\n/;

/** @param isHarmful is asked about the text of each window; after a yes nothing more comes, as if the stream had ended */
export function guardEvents(
  source: ReadableStream<Uint8Array>,
  windows: Windows,
  isHarmful: (text: string) => MaybePromise<boolean>,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  /** Text that has come and is no whole event yet. */
  let rest = "";
  /** End of the text that was let through, which the next window begins with. */
  let before = "";

  /** The next event with its end; what is left where the stream ends; null after that. */
  async function nextEvent(): Promise<string | null> {
    for (;;) {
      const end = EVENT_END.exec(rest);
      if (end !== null) {
        const event = rest.slice(0, end.index + end[0].length);
        rest = rest.slice(event.length);
        return event;
      }
      const { done, value } = await reader.read();
      if (!done) {
        rest += decoder.decode(value, { stream: true });
        continue;
      }
      const event = rest + decoder.decode();
      rest = "";
      return event === "" ? null : event;
    }
  }

  /** The events of the next window, and the text that they hold. */
  async function nextWindow(): Promise<{ events: string; text: string; ended: boolean }> {
    let events = "";
    let text = "";
    while (text.length < windows.size) {
      const event = await nextEvent();
      if (event === null) return { events, text, ended: true };
      events += event;
      text += completionText(event);
    }
    return { events, text, ended: false };
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { events, text, ended } = await nextWindow();
      const looked = before + text;
      if (text !== "" && await isHarmful(looked)) {
        controller.close();
        return void await reader.cancel("content safety");
      }
      before = windows.overlap === 0 ? "" : looked.slice(-windows.overlap);
      if (events !== "") controller.enqueue(encoder.encode(events));
      if (ended) controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
