import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { concatBytes } from "../../../lib/core/bytes.ts";
import { ChunkedDecoder } from "../../../lib/gateway/http1/chunked.ts";
import { ProtocolError } from "../../../lib/gateway/http1/response_head.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function decode(pieces: readonly Uint8Array[]) {
  const decoder = new ChunkedDecoder();
  const data: Uint8Array[] = [];
  let used = 0;
  for (const piece of pieces) used += decoder.push(piece, data);
  return { text: new TextDecoder().decode(concatBytes(data)), done: decoder.done, used };
}

Deno.test("ChunkedDecoder gives the data without sizes, extensions and trailers", () => {
  const wire = bytes("4;name=value\r\nWiki\r\n5\r\npedia\r\n0\r\nExpires: never\r\n\r\nNEXT");
  assert.deepEqual(decode([wire]), { text: "Wikipedia", done: true, used: wire.length - 4 });
});

Deno.test("ChunkedDecoder gives the same however the bytes are cut", () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const cuts = fc.array(fc.integer({ min: 1, max: 7 }));
  fc.assert(fc.property(fc.array(chunk, { maxLength: 8 }), cuts, (chunks, cuts) => {
    const wire = concatBytes([
      ...chunks.flatMap((c) => [bytes(`${c.length.toString(16)}\r\n`), c, bytes("\r\n")]),
      bytes("0\r\n\r\n"),
    ]);
    const pieces: Uint8Array[] = [];
    for (let at = 0, i = 0; at < wire.length; i++) {
      const size = cuts.length === 0 ? wire.length : cuts[i % cuts.length];
      pieces.push(wire.subarray(at, at + size));
      at += size;
    }
    const decoder = new ChunkedDecoder();
    const data: Uint8Array[] = [];
    for (const piece of pieces) assert.equal(decoder.push(piece, data), piece.length);
    assert.ok(decoder.done);
    assert.deepEqual([...concatBytes(data)], [...concatBytes(chunks)]);
  }));
});

for (const wire of ["x\r\n", "-1\r\n", "\r\n", "1 2\r\n", "3\r\nabcd\r\n", "fffffffffffff\r\n"]) {
  Deno.test(`ChunkedDecoder refuses ${JSON.stringify(wire)}`, () => {
    assert.throws(() => decode([bytes(wire)]), ProtocolError);
  });
}

Deno.test("ChunkedDecoder refuses an endless size line and an endless trailer", () => {
  assert.throws(() => decode([bytes("1;" + "x".repeat(20_000))]), ProtocolError);
  assert.throws(() => decode([bytes("0\r\n" + "a: b\r\n".repeat(5_000))]), ProtocolError);
});
