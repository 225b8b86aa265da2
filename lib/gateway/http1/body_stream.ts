/**
 * A response's body as a stream, read from its connection as somebody asks for it.
 * @module
 */
import { concatBytes } from "../../core/bytes.ts";
import { startBody } from "./body_progress.ts";
import type { Connection } from "./connection.ts";
import type { StallWatch } from "./stall_watch.ts";
import type { Compression, Framing } from "./response_head.ts";

/** A reply's body broke off, or was not what its head says: the backend's doing. */
export class BrokenReplyError extends Error {
  override name = "BrokenReplyError";

  constructor(cause?: unknown) {
    super(cause instanceof Error ? cause.message : "the backend closed the connection", { cause });
  }
}

interface BodyOptions {
  readonly pieceBytes: number;
  readonly finish: () => void;
  readonly stalls: StallWatch;
}

/**
 * @param options.pieceBytes collects this many bytes (or all there are) before it hands a piece on
 * @param options.finish is called once the body has been read to its end; a body that fails or is
 * cancelled closes the connection
 */
export function bodyStream(
  connection: Connection,
  framing: Framing,
  options: BodyOptions,
): ReadableStream<Uint8Array> {
  const stream = framedStream(connection, framing, options);
  const codings = "codings" in framing ? framing.codings : [];
  return codings.length === 0 ? stream : named(codings.reduce(decoded, stream));
}

type Bytes = Uint8Array<ArrayBuffer>;

function decoded(coded: ReadableStream<Bytes>, coding: Compression): ReadableStream<Bytes> {
  const { readable, writable } = new DecompressionStream(coding);
  // which takes any bytes
  return coded.pipeThrough({ readable, writable: writable as WritableStream<Bytes> });
}

/** The same stream, whose failures say whose they are. */
function named(stream: ReadableStream<Bytes>): ReadableStream<Bytes> {
  const reader = stream.getReader();
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (cause) {
        controller.error(cause instanceof BrokenReplyError ? cause : new BrokenReplyError(cause));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

function framedStream(
  connection: Connection,
  framing: Framing,
  options: BodyOptions,
): ReadableStream<Bytes> {
  const progress = startBody(framing);
  const collect = async (controller: ReadableStreamDefaultController<Bytes>) => {
    let collected = 0;
    const pieces: Bytes[] = [];
    options.stalls.begin(connection);
    while (!progress.ended && collected < options.pieceBytes) {
      const piece = await connection.receivePiece(progress);
      if (piece === null) break;
      pieces.push(piece);
      collected += piece.length;
    }
    for (const piece of pieces.length > 1 ? [concatBytes(pieces)] : pieces) {
      controller.enqueue(piece);
    }
    if (collected < options.pieceBytes || progress.ended) {
      controller.close();
      options.finish();
    }
  };
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        await collect(controller);
      } catch (cause) {
        connection.close();
        controller.error(new BrokenReplyError(connection.why ?? cause));
      } finally {
        options.stalls.end(connection);
      }
    },
    cancel() {
      connection.close();
    },
  }, { highWaterMark: 0 });
}

/** A body that ended early: what came of it, then a failure. */
export function brokenStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let handed = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!handed && bytes.length > 0) controller.enqueue(bytes);
      else controller.error(new BrokenReplyError());
      handed = true;
    },
  }, { highWaterMark: 0 });
}
