/**
 * Who is told of defects of ours: whoever runs the program, on stderr; a test, which fails.
 * @module
 */
import { InternalError } from "./internal_error.ts";

/** @param text all that a report needs; nothing of a request's body or credentials */
type Listener = (text: string) => void;

const printed = new Set<string>();
const MOST_PRINTED = 100;

/** Each once, and not for ever. */
function print(text: string): void {
  if (printed.has(text) || printed.size >= MOST_PRINTED) return;
  printed.add(text);
  console.error(text);
}

let listener: Listener = print;

/** Tells of something that was thrown and that nobody expected. @param at where it was met */
export function reportDefect(thrown: unknown, at?: string): void {
  const text = thrown instanceof InternalError
    ? thrown.report()
    : thrown instanceof Error
    ? thrown.stack ?? String(thrown)
    : String(thrown);
  listener(at === undefined ? text : `${at}: ${text}`);
}

/** Tells `next` and nobody else from now on. Returns what puts the one before back. */
export function listenForDefects(next: Listener): () => void {
  const before = listener;
  listener = next;
  return () => void (listener = before);
}
