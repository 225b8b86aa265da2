/**
 * Lines of a text that comes in pieces, however long the text is.
 * @module
 */

/** A line is longer than its reader takes. */
export class LineTooLong extends RangeError {
  override name = "LineTooLong";

  /** @param line its number, from 1 */
  constructor(readonly line: number, readonly most: number) {
    super(`line ${line} is longer than ${most} characters`);
  }
}

/**
 * Each line without its end (LF or CRLF), the last one also where no line end follows.
 * @param most characters of a line; what is longer ends the reading
 * @throws LineTooLong as soon as that many characters came without a line end
 */
export async function* lines(pieces: AsyncIterable<string>, most: number): AsyncGenerator<string> {
  let rest = "";
  let number = 0;
  for await (const piece of pieces) {
    const text = rest + piece;
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      number++;
      if (end - from > most) throw new LineTooLong(number, most);
      yield text.slice(from, text[end - 1] === "\r" && end > from ? end - 1 : end);
      from = end + 1;
    }
    rest = text.slice(from);
    if (rest.length > most) throw new LineTooLong(number + 1, most);
  }
  if (rest !== "") yield rest;
}
