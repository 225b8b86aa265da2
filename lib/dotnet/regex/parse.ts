/**
 * Reads .NET's regular expressions.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference
 * @module
 */
import { ANY, CharSet, NOT_NEWLINE } from "./char_set.ts";
import { Cursor } from "./cursor.ts";
import { groupOf, NAME, numberGroups } from "./groups.ts";
import type { Anchor, Node, Pattern } from "./node.ts";
import { INLINE_OPTIONS, RegexOptions as O } from "./options.ts";
import { readCharEscape, readClass, readClassEscape } from "./read_class.ts";

const BACK_REFERENCE = new RegExp(`^\\\\k(?:<(${NAME})>|'(${NAME})'|\\{(${NAME})\\})`, "u");
const CAPTURE_NAME = new RegExp(`^(?:<(${NAME})?(-${NAME})?>|'(${NAME})?(-${NAME})?')`, "u");
const CONDITION_NAME = new RegExp(`^\\((${NAME})\\)`, "u");

const MAX_COUNT = 0x7fffffff;
const EMPTY: Node = { kind: "empty" };

/** @throws CsException System.Text.RegularExpressions.RegexParseException */
export function parsePattern(text: string, options: number): Pattern {
  return new Parser(text, options).parse();
}

const MAX_NESTING = 500;

const ANCHORS: ReadonlyMap<string, Anchor> = new Map([
  ["A", "start"],
  ["Z", "endOrLastNewline"],
  ["z", "end"],
  ["G", "matchStart"],
  ["b", "boundary"],
  ["B", "notBoundary"],
]);
const ECMA_ANCHORS: ReadonlyMap<string, Anchor> = new Map([
  ...ANCHORS,
  ["b", "asciiBoundary"],
  ["B", "notAsciiBoundary"],
]);

class Parser extends Cursor {
  #back: boolean;
  #nextUnnamed = 1;
  #nesting = 0;
  readonly #numbering: ReturnType<typeof numberGroups>;

  constructor(text: string, options: number) {
    super(text, options);
    this.#back = (options & O.RightToLeft) !== 0;
    this.#numbering = numberGroups(text, options);
  }

  parse(): Pattern {
    const body = this.#alternation();
    if (this.at < this.text.length) this.fail("Too many )'s.");
    const { groups, names } = this.#numbering;
    return { root: { kind: "capture", body, group: 0, release: -1 }, groups, names };
  }

  /** Alternatives up to `)` or the end. Options set inside end here. */
  #alternation(): Node {
    const outer = this.options;
    const options: Node[] = [];
    do options.push(this.#sequence()); while (this.take("|"));
    this.options = outer;
    return options.length === 1 ? options[0] : { kind: "alternate", options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (;;) {
      this.skipBlanks();
      const ch = this.peek();
      if (ch === "" || ch === "|" || ch === ")") break;
      const start = this.at;
      const node = this.#atom();
      if (node === null) continue;
      parts.push(this.#quantified(node, start));
    }
    return parts.length === 1 ? parts[0] : { kind: "concat", parts, back: this.#back };
  }

  #quantified(node: Node, start: number): Node {
    this.skipBlanks();
    const range = this.#quantifier();
    if (!range) return node;
    const { min, max } = range;
    if (max < min) this.fail("Illegal {x,y} with x > y.");
    if (start === this.at) this.fail("Quantifier following nothing.");
    this.skipBlanks();
    const lazy = this.take("?");
    this.skipBlanks();
    const at = this.at;
    if (this.#quantifier()) {
      this.fail(`Nested quantifier '${this.text.slice(at, this.at)}'.`, at + 1);
    }
    return { kind: "loop", body: node, min, max, lazy };
  }

  #quantifier(): { min: number; max: number } | null {
    switch (this.peek()) {
      case "*":
        this.at++;
        return { min: 0, max: MAX_COUNT };
      case "+":
        this.at++;
        return { min: 1, max: MAX_COUNT };
      case "?":
        this.at++;
        return { min: 0, max: 1 };
      case "{": {
        const counts = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.text.slice(this.at, this.at + 40));
        if (!counts) return null;
        this.at += counts[0].length;
        const [, min, comma, max] = counts;
        if (Number(min) > MAX_COUNT || Number(max ?? 0) > MAX_COUNT) {
          this.fail("Capture group numbers must be less than or equal to Int32.MaxValue.");
        }
        return {
          min: Number(min),
          max: comma === undefined ? Number(min) : max === "" ? MAX_COUNT : Number(max),
        };
      }
      default:
        return null;
    }
  }

  #set(set: CharSet, code = -1): Node {
    if (!this.has(O.IgnoreCase)) return { kind: "set", set, code, back: this.#back };
    const folded = set.ignoringCase();
    const same = code >= 0 && String.fromCharCode(code).toLowerCase() ===
        String.fromCharCode(code).toUpperCase();
    return { kind: "set", set: folded, code: same ? code : -1, back: this.#back };
  }

  #char(code: number): Node {
    return this.#set(CharSet.single(code), code);
  }

  #anchor(anchor: Anchor): Node {
    return { kind: "anchor", anchor };
  }

  #atom(): Node | null {
    const ch = this.peek();
    switch (ch) {
      case "(":
        return this.#group();
      case "[":
        this.at++;
        return this.#set(readClass(this));
      case ".":
        this.at++;
        return {
          kind: "set",
          set: this.has(O.Singleline) ? ANY : NOT_NEWLINE,
          code: -1,
          back: this.#back,
        };
      case "^":
        this.at++;
        return this.#anchor(this.has(O.Multiline) ? "lineStart" : "start");
      case "$":
        this.at++;
        return this.#anchor(this.has(O.Multiline) ? "lineEnd" : "endOrLastNewline");
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        return this.fail(`Quantifier '${ch}' following nothing.`, this.at + 1);
      case "{": {
        const at = this.at;
        if (this.#quantifier()) this.fail("Quantifier '{' following nothing.", at + 1);
        this.at = at + 1;
        return this.#char(0x7b);
      }
      default:
        this.at++;
        return this.#char(ch.charCodeAt(0));
    }
  }

  #escape(): Node {
    const ch = this.peek(1);
    if (ch === "") this.fail("Illegal \\ at end of pattern.", this.text.length);
    const ecma = this.has(O.ECMAScript);
    const anchor = (ecma ? ECMA_ANCHORS : ANCHORS).get(ch);
    if (anchor !== undefined) {
      this.at += 2;
      return this.#anchor(anchor);
    }
    if (ch === "k") return this.#namedReference();
    if (ch >= "1" && ch <= "9") {
      const reference = this.#numberedReference();
      if (reference) return reference;
    }
    this.at++;
    const set = readClassEscape(this);
    return set ? this.#set(set) : this.#char(readCharEscape(this));
  }

  #namedReference(): Node {
    const match = BACK_REFERENCE.exec(this.text.slice(this.at));
    if (!match) this.fail("Malformed \\k<...> named back reference.", this.at + 2);
    const name = match[1] ?? match[2] ?? match[3];
    const group = groupOf(this.#numbering, name);
    this.at += match[0].length;
    if (group === undefined) {
      this.fail(
        /^\d+$/.test(name)
          ? `Reference to undefined group number ${name}.`
          : `Reference to undefined group name '${name}'.`,
      );
    }
    return this.#reference(group);
  }

  #reference(group: number): Node {
    return {
      kind: "reference",
      group,
      ignoreCase: this.has(O.IgnoreCase),
      back: this.#back,
    };
  }

  /** `\12`: a group when there is one; null when it is an octal code. */
  #numberedReference(): Node | null {
    let digits = /^\d+/.exec(this.text.slice(this.at + 1))![0];
    const known = (number: string) => this.#numbering.groups.includes(Number(number));
    const ecma = this.has(O.ECMAScript);
    while (ecma && digits.length > 1 && !known(digits)) digits = digits.slice(0, -1);
    if (known(digits)) {
      this.at += 1 + digits.length;
      return this.#reference(Number(digits));
    }
    if (ecma || (digits.length > 1 && digits[0] <= "7")) return null;
    this.at += 1 + digits.length;
    return this.fail(`Reference to undefined group number ${digits}.`);
  }

  #close(): void {
    if (!this.take(")")) this.fail("Not enough )'s.", this.text.length);
  }

  /** The body of a group, whose options and direction end with it. */
  #body(back = this.#back): Node {
    if (++this.#nesting > MAX_NESTING) this.fail("The pattern nests too deeply.");
    const [outer, outerBack] = [this.options, this.#back];
    this.#back = back;
    const node = this.#alternation();
    this.#close();
    [this.options, this.#back] = [outer, outerBack];
    this.#nesting--;
    return node;
  }

  /** A group, or null where only options were set. */
  #group(): Node | null {
    const start = this.at++;
    if (this.peek() !== "?") {
      if (this.has(O.ExplicitCapture)) return this.#body();
      const group = this.#numbering.unnamed[this.#nextUnnamed++ - 1];
      return { kind: "capture", body: this.#body(), group, release: 0 };
    }
    this.at++;
    if (this.take(":")) return this.#body();
    if (this.take("=")) return { kind: "look", body: this.#body(false), negative: false };
    if (this.take("!")) return { kind: "look", body: this.#body(false), negative: true };
    if (this.take("<=")) return { kind: "look", body: this.#body(true), negative: false };
    if (this.take("<!")) return { kind: "look", body: this.#body(true), negative: true };
    if (this.take(">")) return { kind: "atomic", body: this.#body() };
    if (this.peek() === "(") return this.#condition();
    const rest = this.text.slice(this.at);
    const named = CAPTURE_NAME.exec(rest);
    if (named) {
      this.at += named[0].length;
      return this.#namedGroup(named[1] ?? named[3], named[2] ?? named[4]);
    }
    if (/^[<']/.test(rest)) {
      this.fail("Invalid group name: Group names must begin with a word character.", this.at + 1);
    }
    const options = /^([imnsx]*)(?:-([imnsx]*))?([:)])/.exec(rest);
    if (!options) this.fail("Unrecognized grouping construct.", start + 2);
    this.at += options[0].length;
    const outer = this.options;
    for (const letter of options[1]) this.options |= INLINE_OPTIONS.get(letter)!;
    for (const letter of options[2] ?? "") this.options &= ~INLINE_OPTIONS.get(letter)!;
    if (options[3] === ")") return null;
    const body = this.#body();
    this.options = outer;
    return body;
  }

  #namedGroup(name: string | undefined, released: string | undefined): Node {
    const group = name === undefined ? 0 : groupOf(this.#numbering, name)!;
    let release = 0;
    if (released !== undefined) {
      const found = groupOf(this.#numbering, released.slice(1));
      if (found === undefined) {
        this.fail(`Reference to undefined group name '${released.slice(1)}'.`);
      }
      release = found;
    }
    if (group === 0 && release === 0) this.fail("Unrecognized grouping construct.");
    return { kind: "capture", body: this.#body(), group, release };
  }

  #condition(): Node {
    const named = CONDITION_NAME.exec(this.text.slice(this.at));
    const group = named ? groupOf(this.#numbering, named[1]) : undefined;
    let test: number | Node;
    if (named && (group !== undefined || /^\d+$/.test(named[1]))) {
      if (group === undefined) {
        this.fail(`Conditional alternation refers to an undefined group number ${named[1]}.`);
      }
      this.at += named[0].length;
      test = group;
    } else {
      const explicit = /^\(\?<?[=!]/.test(this.text.slice(this.at));
      if (explicit) test = this.#group()!;
      else {
        this.at++;
        test = { kind: "look", body: this.#body(false), negative: false };
      }
    }
    const body = this.#body();
    const [yes, no, extra] = body.kind === "alternate" ? body.options : [body, EMPTY];
    if (extra) this.fail("Too many | in (?()|).");
    return { kind: "condition", test, yes, no };
  }
}
