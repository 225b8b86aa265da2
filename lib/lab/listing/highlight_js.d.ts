/**
 * As much of highlight.js as is used here: its own types bring in the browser's, which are not Deno's.
 * @module
 */

/** A language's grammar. */
export type Language = (hljs: unknown) => object;

interface HighlightJs {
  registerLanguage(name: string, language: Language): void;
  /** `value` is HTML: the text, escaped, with a `<span class="hljs-SCOPE">` around what has a scope. */
  highlight(
    code: string,
    options: { readonly language: string; readonly ignoreIllegals?: boolean },
  ): { readonly value: string };
}

declare const highlightJs: HighlightJs & Language;
export default highlightJs;
