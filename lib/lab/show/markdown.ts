/**
 * Text in Markdown.
 * @module
 */

/** Text made safe for Markdown: no character of it is markup, a tag, a column's end or a formula. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]~|]/g, "\\$&")
    .replace(/[&<>$]/g, (character) => `&#${character.charCodeAt(0)};`);
}
