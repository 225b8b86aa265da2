/**
 * What was made of the texts that came last.
 * @module
 */

/** Texts that are kept: a handful of callers, each with a body of its own. */
const KEPT = 4;

/**
 * Makes values from texts and keeps the last few: clients repeat themselves, and comparing texts, which looks at their
 * lengths first, costs a tenth of reading one.
 */
export class RecentTexts<T> {
  readonly #texts: string[] = [];
  readonly #values: T[] = [];
  #next = 0;

  /**
   * @param make what a text gives, which callers share and do not change
   * @param longest longer texts are not kept, in UTF-16 units
   */
  constructor(readonly make: (text: string) => T, readonly longest: number) {}

  of(text: string): T {
    for (let i = 0; i < this.#texts.length; i++) {
      if (this.#texts[i] === text) return this.#values[i];
    }
    const value = this.make(text);
    if (text.length <= this.longest) {
      this.#texts[this.#next] = text;
      this.#values[this.#next] = value;
      this.#next = (this.#next + 1) % KEPT;
    }
    return value;
  }
}
