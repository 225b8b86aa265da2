/**
 * A place in a pattern, and the options that hold there.
 * @module
 */
import * as errors from "../../csharp/runtime/errors.ts";
import { RegexOptions as O } from "./options.ts";

export class Cursor {
  at = 0;

  constructor(readonly text: string, public options: number) {}

  fail(reason: string, at = this.at): never {
    throw errors.regexParse(this.text, at, reason);
  }

  has(option: number): boolean {
    return (this.options & option) !== 0;
  }

  peek(offset = 0): string {
    return this.text[this.at + offset] ?? "";
  }

  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  skipBlanks(): void {
    for (;;) {
      if (this.text.startsWith("(?#", this.at)) {
        const end = this.text.indexOf(")", this.at);
        if (end < 0) this.fail("Unterminated (?#...) comment.", this.text.length);
        this.at = end + 1;
      } else if (this.has(O.IgnorePatternWhitespace) && /\s/.test(this.peek())) this.at++;
      else if (this.has(O.IgnorePatternWhitespace) && this.peek() === "#") {
        const end = this.text.indexOf("\n", this.at);
        this.at = end < 0 ? this.text.length : end + 1;
      } else return;
    }
  }
}
