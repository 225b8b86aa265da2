/**
 * Newtonsoft's exceptions.
 * @module
 */
import { CsException } from "../../csharp/runtime/exception.ts";

/** Line from 1 and position in it. */
export interface LineInfo {
  readonly line: number;
  readonly position: number;
  /** A number as it was written. */
  readonly numberText?: string;
}

/** Where a reader stood. */
export interface JsonPlace extends LineInfo {
  readonly path: string;
}

export function jsonException(message: string): CsException {
  return new CsException("Newtonsoft.Json.JsonException", message);
}

/** `message` as Newtonsoft completes it with the path and, where known, line and position. */
function withPlace(message: string, place: JsonPlace | { readonly path: string }): string {
  let text = message.endsWith("\n") ? message : message.trim();
  if (!text.endsWith("\n") && !text.endsWith(".")) text += ".";
  text += ` Path '${place.path}'`;
  if ("line" in place) text += `, line ${place.line}, position ${place.position}`;
  return `${text}.`;
}

export function readerException(
  message: string,
  place: JsonPlace | { readonly path: string },
  inner: CsException | null = null,
): CsException {
  const { line = 0, position = 0 } = place as Partial<JsonPlace>;
  return new CsException("Newtonsoft.Json.JsonReaderException", withPlace(message, place), inner, {
    Path: place.path,
    LineNumber: line,
    LinePosition: position,
  });
}

export function writerException(message: string): CsException {
  return new CsException("Newtonsoft.Json.JsonWriterException", withPlace(message, { path: "" }));
}

export function serializationException(
  message: string,
  place: JsonPlace | { readonly path: string } | null = null,
  inner: CsException | null = null,
): CsException {
  return new CsException(
    "Newtonsoft.Json.JsonSerializationException",
    place === null ? message : withPlace(message, place),
    inner,
    place === null ? {} : { Path: place.path },
  );
}
