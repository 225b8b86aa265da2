/**
 * Long texts in windows, as content safety is asked about them one by one.
 * @module
 */

/** Characters of a prompt that one question holds. */
export const PROMPT_WINDOW = 10_000;

/** The same for answers, unless `window-size` says otherwise. */
export const ANSWER_WINDOW = 1_000;

/** What Azure AI Content Safety takes at once: the policy refuses a window beyond it. */
export const MOST_CHARACTERS = 10_000;

/** `overlap` characters of a window begin the next one. */
export interface Windows {
  readonly size: number;
  readonly overlap: number;
}

/** The text in windows, in order; none for no text. */
export function* windowsOf(text: string, { size, overlap }: Windows): Generator<string> {
  const step = Math.max(1, size - overlap);
  for (let start = 0; start < text.length; start += step) {
    yield text.slice(start, start + size);
    if (start + size >= text.length) return;
  }
}
