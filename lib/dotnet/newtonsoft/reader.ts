/**
 * JsonTextReader: Newtonsoft's lenient reader, with its states, its messages and its places.
 * @module
 */
import { isLetterOrDigit, isWhiteSpace } from "../system/string/char_class.ts";
import { Box } from "../../csharp/runtime/values.ts";
import { dateFromJson } from "./date.ts";
import { type JsonPlace, type LineInfo, readerException } from "./errors.ts";
import { TextCursor } from "./text_cursor.ts";
import { float, isTooLong, numberValue } from "./number.ts";
import { withName } from "./position.ts";

/** JsonToken, as far as reading text makes them. */
export type JsonTokenName =
  | "None"
  | "StartObject"
  | "StartArray"
  | "StartConstructor"
  | "PropertyName"
  | "Comment"
  | "Integer"
  | "Float"
  | "String"
  | "Boolean"
  | "Null"
  | "Undefined"
  | "EndObject"
  | "EndArray"
  | "EndConstructor"
  | "Date";

type State =
  | "Start"
  | "Property"
  | "ObjectStart"
  | "Object"
  | "ArrayStart"
  | "Array"
  | "ConstructorStart"
  | "Constructor"
  | "PostValue"
  | "Finished";

type Container = "Object" | "Array" | "Constructor";

interface Scope {
  readonly type: Container;
  name: string | null;
  index: number;
}

/**
 * The deepest nesting that is read. Assumption: version 13 stops at 64 and version 12 nowhere; this is deep
 * enough for any document, and shallow enough for the walks that follow.
 */
const MAX_DEPTH = 500;

const NUMBER_CHARS = /[-+a-fA-FxX.pP0-9]/;
const SEPARATORS = new Set([...",}])/"]);

export class JsonTextReader extends TextCursor {
  tokenType: JsonTokenName = "None";
  value: unknown = null;
  /** The number that was read last, as it was written. */
  numberText = "";
  #state: State = "Start";
  readonly #scopes: Scope[] = [];

  constructor(text: string, private readonly readDates = true) {
    super(text);
  }

  /** Moves to the next token; false at the end of the text. @throws CsException JsonReaderException */
  read(): boolean {
    for (;;) {
      switch (this.#state) {
        case "Start":
        case "Property":
        case "Array":
        case "ArrayStart":
        case "Constructor":
        case "ConstructorStart":
          return this.#readValue();
        case "Object":
        case "ObjectStart":
          return this.#readProperty();
        case "PostValue":
          if (this.#readPostValue()) return true;
          break;
        case "Finished":
          this.skipSpace();
          if (this.atEnd) {
            this.tokenType = "None";
            return false;
          }
          if (this.char === "/") return this.#set("Comment", this.readCommentText());
          throw this.error(
            `Additional text encountered after finished reading JSON content: ${this.char}.`,
          );
      }
    }
  }

  get depth(): number {
    const depth = this.#scopes.length;
    return this.tokenType.startsWith("Start") ? depth - 1 : depth;
  }

  /** The innermost container that is open. */
  get open(): Container | null {
    return this.#scopes.at(-1)?.type ?? null;
  }

  get lineInfo(): LineInfo {
    const position = this.at - this.lineStart;
    const untouched = this.#state === "Start" && position === 0 && this.tokenType !== "Comment";
    return { line: untouched ? 0 : this.line, position };
  }

  get place(): JsonPlace {
    return { path: this.#path(), ...this.lineInfo };
  }

  error(message: string) {
    return readerException(message, this.place);
  }

  #path(): string {
    const inside = !this.#state.endsWith("Start") || this.#state === "Start";
    const scopes = inside ? this.#scopes : this.#scopes.slice(0, -1);
    return scopes.reduce((path, { type, name, index }) => {
      if (type === "Object") return name === null ? path : withName(path, name);
      return index < 0 ? path : `${path}[${index}]`;
    }, "");
  }

  #set(token: JsonTokenName, value: unknown = null): true {
    this.tokenType = token;
    this.value = value;
    return true;
  }

  #setValue(token: JsonTokenName, value: unknown = null): true {
    this.#state = this.#scopes.length > 0 ? "PostValue" : "Finished";
    this.#countElement();
    return this.#set(token, value);
  }

  #countElement(): void {
    const scope = this.#scopes.at(-1);
    if (scope && scope.type !== "Object") scope.index++;
  }

  #open(type: Container, value: unknown = null): true {
    this.#countElement();
    this.#scopes.push({ type, name: null, index: -1 });
    this.#state = `${type}Start`;
    this.#set(`Start${type}`, value);
    if (this.#scopes.length > MAX_DEPTH) {
      throw this.error(`The reader's MaxDepth of ${MAX_DEPTH} has been exceeded.`);
    }
    return true;
  }

  #close(type: Container): true {
    this.at++;
    this.#set(`End${type}`);
    const scope = this.#scopes.pop();
    if (scope?.type !== type) {
      const open = scope?.type ?? "None";
      throw this.error(`JsonToken End${type} is not valid for closing JsonType ${open}.`);
    }
    this.#state = this.#scopes.length > 0 ? "PostValue" : "Finished";
    return true;
  }

  #readValue(): boolean {
    for (;;) {
      if (this.atEnd) return false;
      const char = this.char;
      switch (char) {
        case '"':
        case "'":
          return this.#readStringValue(char);
        case "t":
          return this.#word("true", "Error parsing boolean value.", "Boolean", true);
        case "f":
          return this.#word("false", "Error parsing boolean value.", "Boolean", false);
        case "n":
          return this.#readNullOrConstructor();
        case "u":
          return this.#word("undefined", "Error parsing undefined value.", "Undefined", null);
        case "N":
          return this.#word("NaN", "Error parsing NaN value.", "Float", float(NaN));
        case "I":
          return this.#word(
            "Infinity",
            "Error parsing positive infinity value.",
            "Float",
            float(Infinity),
          );
        case "-":
          if (this.text[this.at + 1] !== "I") return this.#readNumber();
          return this.#word(
            "-Infinity",
            "Error parsing negative infinity value.",
            "Float",
            float(-Infinity),
          );
        case "/":
          return this.#set("Comment", this.readCommentText());
        case "{":
          this.at++;
          return this.#open("Object");
        case "[":
          this.at++;
          return this.#open("Array");
        case "]":
          return this.#close("Array");
        case ")":
          return this.#close("Constructor");
        case ",":
          return this.#setValue("Undefined"); // the comma itself is for the next read
        default:
          if (this.skipOne()) break;
          if (/\p{N}|\./u.test(char)) return this.#readNumber();
          throw this.#unexpected(char);
      }
    }
  }

  #unexpected(char: string) {
    return this.error(`Unexpected character encountered while parsing value: ${char}.`);
  }

  #readProperty(): boolean {
    for (;;) {
      if (this.atEnd) return false;
      const char = this.char;
      if (char === "}") return this.#close("Object");
      if (char === "/") return this.#set("Comment", this.readCommentText());
      if (this.skipOne()) continue;
      let name: string;
      if (char === '"' || char === "'") {
        this.at++;
        name = this.readString(char);
      } else if (isIdentifier(char)) name = this.#readBareName();
      else throw this.error(`Invalid property identifier character: ${char}.`);
      this.skipSpace();
      if (this.char !== ":") {
        throw this.error(
          `Invalid character after parsing property name. Expected ':' but got: ${this.char}.`,
        );
      }
      this.at++;
      this.#state = "Property";
      this.#scopes.at(-1)!.name = name;
      return this.#set("PropertyName", name);
    }
  }

  #readBareName(): string {
    const start = this.at;
    for (;; this.at++) {
      if (this.atEnd) throw this.error("Unexpected end while parsing unquoted property name.");
      const char = this.char;
      if (isIdentifier(char)) continue;
      if (char === ":" || isWhiteSpace(char.charCodeAt(0))) break;
      throw this.error(`Invalid JavaScript property identifier character: ${char}.`);
    }
    return this.text.slice(start, this.at);
  }

  /** true: a token was read; false: go on reading in the new state. */
  #readPostValue(): boolean {
    for (;;) {
      if (this.atEnd) {
        this.#state = "Finished";
        return false;
      }
      const char = this.char;
      switch (char) {
        case "}":
          return this.#close("Object");
        case "]":
          return this.#close("Array");
        case ")":
          return this.#close("Constructor");
        case "/":
          return this.#set("Comment", this.readCommentText());
        case ",":
          this.at++;
          this.#state = this.#scopes.at(-1)!.type;
          return false;
        default:
          if (this.skipOne()) break;
          throw this.error(
            `After parsing a value an unexpected character was encountered: ${char}.`,
          );
      }
    }
  }

  #readStringValue(quote: string): true {
    this.at++;
    const text = this.readString(quote);
    const date = this.readDates ? dateFromJson(text) : null;
    return date === null ? this.#setValue("String", text) : this.#setValue("Date", date);
  }

  #readNumber(): true {
    const start = this.at;
    for (; !this.atEnd; this.at++) {
      const char = this.char;
      if (NUMBER_CHARS.test(char)) continue;
      if (SEPARATORS.has(char) || isWhiteSpace(char.charCodeAt(0))) break;
      throw this.error(`Unexpected character encountered while parsing number: ${char}.`);
    }
    const text = this.text.slice(start, this.at);
    if (isTooLong(text)) throw this.error(`JSON integer ${text} is too large to parse.`);
    const value = numberValue(text);
    if (value === null) throw this.error(`Input string '${text}' is not a valid number.`);
    this.numberText = text;
    return this.#setValue(value instanceof Box ? "Float" : "Integer", value);
  }

  #readNullOrConstructor(): true {
    const next = this.text[this.at + 1];
    if (next === undefined) {
      this.at++;
      throw this.error("Unexpected end when reading JSON.");
    }
    if (next === "u") return this.#word("null", "Error parsing null value.", "Null", null);
    if (next === "e") return this.#readConstructor();
    throw this.#unexpected("n");
  }

  /** A literal and the separator after it. */
  #word(word: string, message: string, token: JsonTokenName, value: unknown): true {
    if (!this.#matchWord(word)) throw this.error(message);
    this.numberText = word;
    return this.#setValue(token, value);
  }

  #matchWord(word: string): boolean {
    if (this.at + word.length > this.text.length) {
      this.at = this.text.length;
      throw this.error("Unexpected end when reading JSON.");
    }
    for (const char of word) {
      if (this.char !== char) return false;
      this.at++;
    }
    if (this.atEnd) return true;
    const char = this.char;
    if (char === "/") return "*/".includes(this.text[this.at + 1] ?? " ");
    if (char === ")") return this.#state.startsWith("Constructor");
    return "}],\0".includes(char) || isWhiteSpace(char.charCodeAt(0));
  }

  #readConstructor(): true {
    if (!this.#matchWord("new")) throw this.error("Unexpected content while parsing JSON.");
    this.skipSpace();
    const start = this.at;
    for (;; this.at++) {
      if (this.atEnd) throw this.error("Unexpected end while parsing constructor.");
      const code = this.text.charCodeAt(this.at);
      if (isLetterOrDigit(code)) continue;
      if (isWhiteSpace(code) || this.char === "(") break;
      throw this.error(`Unexpected character while parsing constructor: ${this.char}.`);
    }
    const name = this.text.slice(start, this.at);
    this.skipSpace();
    if (this.char !== "(") {
      throw this.error(`Unexpected character while parsing constructor: ${this.char}.`);
    }
    this.at++;
    return this.#open("Constructor", name);
  }
}

function isIdentifier(char: string): boolean {
  return char === "_" || char === "$" || isLetterOrDigit(char.charCodeAt(0));
}
