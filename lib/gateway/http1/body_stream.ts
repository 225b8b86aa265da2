/**
 * A response's body as a stream, read from its connection as somebody asks for it.
 * @module
 */
import { concatBytes } from "../../core/bytes.ts";
import { startBody } from "./body_progress.ts";
import { type Connection, ConnectionLostError } from "./connection.ts";
import type { Framing } from "./response_head.ts";

/**
 * @param options.pieceBytes collects this many bytes (or all there are) before it hands a piece on
 * @param options.finish is called once the body has been read to its end; a body that fails or is
 * cancelled closes the connection
 */
export function bodyStream(
  connection: Connection,
  framing: Framing,
  options: { readonly pieceBytes: number; readonly finish: () => void },
): ReadableStream<Uint8Array> {
  const progress = startBody(framing);
  const collect = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let collected = 0;
    const pieces: Uint8Array[] = [];
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
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        await collect(controller);
      } catch (error) {
        connection.close();
        controller.error(error);
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
      else controller.error(new ConnectionLostError(false));
      handed = true;
    },
  }, { highWaterMark: 0 });
}
