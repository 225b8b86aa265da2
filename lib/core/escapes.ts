/**
 * Percent-escapes of text from outside, which need not be any.
 * @module
 */

/** The text without its escapes; as it is where they mean no text. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
