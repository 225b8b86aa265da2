/**
 * Looking at bodies on their way to the caller without holding them up.
 * @module
 */
import { MessageBody, type ResponseMessage } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";

/** What is told of a stream. */
export interface StreamListener {
  chunk(bytes: Uint8Array): void;
  /** Once: when it ended, failed, or nobody wanted the rest. */
  end(): void;
}

/** Has `listener` see the response's streamed body as it passes; false when the body is in memory already. */
export function tapBody(response: ResponseMessage, listener: StreamListener): boolean {
  const { body } = response;
  if (body === null || body.loaded) return false;
  response.body = new MessageBody(tapped(body.wire() as ReadableStream<Uint8Array>, listener));
  return true;
}

function tapped(
  source: ReadableStream<Uint8Array>,
  listener: StreamListener,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let ended = false;
  const end = () => {
    if (!ended) listener.end();
    ended = true;
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          end();
          controller.close();
        } else {
          listener.chunk(value);
          controller.enqueue(value);
        }
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    cancel(reason) {
      end();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}

/** Has `add` called with the bytes of both bodies: at once for what is in memory, else as it passes. */
export function measureTraffic(run: Run, add: (bytes: number) => void): void {
  const { request } = run.context;
  const given = Number(request.headers.get("Content-Length"));
  if (request.body !== null) {
    add(request.body.loaded && !request.body.consumed ? request.body.bytes().length : given || 0);
  }
  run.afterResponse.push((run) => {
    const response = run.context.response!;
    const streams = tapBody(response, { chunk: ({ length }) => add(length), end: () => {} });
    if (!streams && response.body !== null) add(response.body.bytes().length);
  });
}
