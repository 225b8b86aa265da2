/**
 * HTTP messages as policies see them: headers that keep order and spelling, a body that can be read once.
 * @module
 */
import { concatBytes } from "../../core/bytes.ts";
import { isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import type { MessageUrl } from "./url.ts";

/** One header field; never changed once made, so that copies of a map share it. */
interface Field {
  /** The name in lower case. */
  readonly key: string;
  /** As first written. */
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Header fields: names compare without case, order and the first spelling are kept, values are lists. Kept as a list,
 * since a message has few: it takes half as long to fill and a fifth as long to copy as a table.
 */
export class HeaderMap {
  #fields: Field[] = [];

  static from(entries: Iterable<readonly [string, string | readonly string[]]>): HeaderMap {
    const map = new HeaderMap();
    for (const [name, value] of entries) {
      if (typeof value === "string") map.append(name, value);
      else for (const one of value) map.append(name, one);
    }
    return map;
  }

  get size(): number {
    return this.#fields.length;
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** All values of the field, or undefined. The array is the map's own: do not change it. */
  values(name: string): readonly string[] | undefined {
    return this.#find(name)?.values;
  }

  /** The field's values joined with ",", as APIM's GetValueOrDefault gives them; undefined when absent. */
  get(name: string): string | undefined {
    const values = this.#find(name)?.values;
    return values === undefined ? undefined : values.length === 1 ? values[0] : values.join(",");
  }

  /**
   * Replaces the field. Control characters in values become spaces: no value can add a field of its own.
   * @throws TypeError when `name` is no header name
   */
  set(name: string, ...values: string[]): void {
    for (let i = 0; i < values.length; i++) {
      if (hasControl(values[i])) values[i] = onOneLine(values[i]);
    }
    const key = keyOf(name);
    const at = this.#indexOf(key);
    if (at !== -1) {
      this.#fields[at] = { key, name: this.#fields[at].name, values };
      return;
    }
    if (!KNOWN_NAMES.has(name)) checkName(name);
    this.#fields.push({ key, name, values });
  }

  /** Adds values behind those that are there, as {@link set} does. */
  append(name: string, ...values: string[]): void {
    const field = this.#find(name);
    if (field === undefined) this.set(name, ...values);
    else this.set(name, ...field.values, ...values);
  }

  delete(name: string): boolean {
    const at = this.#indexOf(keyOf(name));
    if (at === -1) return false;
    this.#fields.splice(at, 1);
    return true;
  }

  clone(): HeaderMap {
    const copy = new HeaderMap();
    copy.#fields = this.#fields.slice();
    return copy;
  }

  /** A copy that leaves out the fields with these lower-case names. */
  without(names: ReadonlySet<string>): HeaderMap {
    const copy = new HeaderMap();
    copy.#fields = this.#fields.filter(({ key }) => !names.has(key));
    return copy;
  }

  /** Calls `each` with every field's name as first written and its values: cheaper than iterating. */
  forEach(each: (name: string, values: readonly string[], key: string) => void): void {
    for (const { key, name, values } of this.#fields) each(name, values, key);
  }

  /** One entry a field: its name as first written and its values. */
  *[Symbol.iterator](): IterableIterator<[name: string, values: readonly string[]]> {
    for (const { name, values } of this.#fields) yield [name, values];
  }

  #find(name: string): Field | undefined {
    const at = this.#indexOf(keyOf(name));
    return at === -1 ? undefined : this.#fields[at];
  }

  #indexOf(key: string): number {
    const fields = this.#fields;
    for (let i = 0; i < fields.length; i++) if (fields[i].key === key) return i;
    return -1;
  }
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** All but the tab. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
// deno-lint-ignore no-control-regex
const CONTROLS = /\r\n|[\x00-\x08\x0a-\x1f\x7f]/g;

/**
 * Valid names that were met, with their keys: looking one up is cheaper than making its key and than checking it, and
 * keys that are one text for all spellings are quick to compare.
 */
const KNOWN_NAMES = new Map<string, string>();

/** Callers choose names too, so they do not all fit. */
const MOST_KNOWN_NAMES = 1_000;
const LONGEST_KNOWN_NAME = 200;

function keyOf(name: string): string {
  return KNOWN_NAMES.get(name) ?? keyOfUnknown(name);
}

function keyOfUnknown(name: string): string {
  const lower = name.toLowerCase();
  const key = KNOWN_NAMES.get(lower) ?? lower;
  const isShort = name.length <= LONGEST_KNOWN_NAME;
  if (isShort && KNOWN_NAMES.size < MOST_KNOWN_NAMES && HEADER_NAME.test(name)) {
    KNOWN_NAMES.set(key, key).set(name, key);
  }
  return key;
}

/** @throws TypeError */
function checkName(name: string): void {
  if (!HEADER_NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a header name`);
}

/** From that length on a regular expression is faster than a loop. */
const LONG_VALUE = 32;

function hasControl(value: string): boolean {
  const { length } = value;
  if (length >= LONG_VALUE) return CONTROL.test(value);
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20 ? code !== 0x09 : code === 0x7f) return true;
  }
  return false;
}

function onOneLine(value: string): string {
  return value.replace(CONTROLS, " ");
}

/** Reading a body that was consumed earlier without `preserveContent`. */
export class BodyConsumedError extends Error {
  override name = "BodyConsumedError";
}

/** A caller's request that is not served, since of what it is itself: the status that says why. */
export class RefusedRequestError extends Error {
  override name = "RefusedRequestError";

  /**
   * @param statusCode 400 broken, 408 too slow, 413 too long, 414 its target is, 417 an expectation that nobody
   * meets, 431 its header fields are, 501 something of HTTP that is not served, 505 another HTTP
   */
  constructor(
    readonly statusCode: 400 | 408 | 413 | 414 | 417 | 431 | 501 | 505,
    message: string,
  ) {
    super(message);
  }
}

type Content = string | Uint8Array | ReadableStream<Uint8Array>;

/** Text that is made when somebody first asks for it. */
type TextToCome = () => string;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The longest body that is read into memory, in bytes. Assumption: the documentation gives no one limit. */
export const MAX_LOADED_BYTES = 128 * 1024 * 1024;

/** A body is longer than {@link MAX_LOADED_BYTES}. */
export class BodyTooLargeError extends Error {
  override name = "BodyTooLargeError";
}

/**
 * A message body: text, bytes, or a stream that has not been read yet. Text and bytes convert into each
 * other at need and are kept. Expressions read synchronously, so a stream must be {@link load}ed first.
 */
/** Who answers for the memory that a body takes. */
export interface Holder {
  /** @throws LimitExceededError */
  hold(bytes: number): void;
}

export interface LoadOptions {
  readonly budget?: Holder;
  readonly signal?: AbortSignal;
}

export class MessageBody {
  #content: Content | TextToCome | null;
  #text: string | null = null;
  #json: unknown = undefined;
  #spent = false;

  constructor(content: Content | TextToCome) {
    this.#content = content;
    if (typeof content === "string") this.#text = content;
  }

  /** Whether the whole content is in memory, so that it can be read without waiting. */
  get loaded(): boolean {
    return !(this.#content instanceof ReadableStream);
  }

  /** Whether it was read without `preserveContent`. */
  get consumed(): boolean {
    return this.#content === null;
  }

  /**
   * Reads a stream to its end into memory. Nothing to wait for when it is loaded already.
   * @param options.budget holds what is read
   * @param options.signal gives the stream up
   * @throws BodyTooLargeError, what the budget and the signal refuse with, and what the stream fails with
   */
  load(options: LoadOptions = {}): MaybePromise<void> {
    const content = this.#content;
    if (!(content instanceof ReadableStream)) return;
    return readAll(content, options).then((bytes) => void (this.#content = bytes));
  }

  /** The content as text (UTF-8, invalid sequences replaced). @throws BodyConsumedError */
  text(preserveContent = true): string {
    const content = this.#read();
    this.#text ??= typeof content === "string" ? content : decoder.decode(content);
    const text = this.#text;
    if (!preserveContent) this.#content = null;
    return text;
  }

  /** The content as bytes. @throws BodyConsumedError */
  bytes(preserveContent = true): Uint8Array {
    const content = this.#read();
    if (!preserveContent) this.#content = null;
    return typeof content === "string" ? encoder.encode(content) : content;
  }

  /** What goes on the wire; null when there is nothing left. A stream is handed over and cannot be read again; the rest can. */
  wire(): Content | null {
    const content = this.#made();
    if (this.#spent) return null;
    if (content instanceof ReadableStream) this.#content = null;
    return content;
  }

  /** Lets {@link wire} give nothing from now on, as when a body that was not buffered has been sent. */
  spend(): void {
    this.#spent = true;
  }

  /** Gives up a stream that nobody will read, so that what feeds it can end. */
  discard(): void {
    const content = this.#content;
    if (!(content instanceof ReadableStream) || content.locked) return;
    this.#content = null;
    content.cancel().catch(() => {}); // it has failed already: nothing left to end
  }

  /** A slot for whoever parses this content to keep the result; it dies with the body. */
  get cachedParse(): unknown {
    return this.#json;
  }

  set cachedParse(value: unknown) {
    this.#json = value;
  }

  #made(): Content | null {
    const content = this.#content;
    return typeof content === "function" ? this.#content = content() : content;
  }

  #read(): string | Uint8Array {
    const content = this.#made();
    if (content === null) {
      throw new BodyConsumedError(
        "the body was read before without preserveContent: true; pass it to every earlier read",
      );
    }
    if (content instanceof ReadableStream) throw new Error("body read before it was loaded");
    return content;
  }
}

/** Loads the body where there is one that needs it, against the budget of the request whose policies want to read it. */
export function loadBody(
  body: MessageBody | null,
  { context: { budget } }: { readonly context: { readonly budget?: Holder } },
): MaybePromise<void> {
  if (body === null || body.loaded) return;
  const loading = body.load({ budget });
  return isPromise(loading) ? loading : undefined;
}

async function readAll(
  stream: ReadableStream<Uint8Array>,
  { budget, signal }: LoadOptions,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const giveUp = () => void reader.cancel(signal?.reason).catch(() => {}); // it has failed already
  signal?.addEventListener("abort", giveUp, { once: true });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) break;
      length += value.byteLength;
      if (length > MAX_LOADED_BYTES) {
        throw new BodyTooLargeError(`the body is longer than ${MAX_LOADED_BYTES} bytes`);
      }
      budget?.hold(value.byteLength);
      chunks.push(value);
    }
  } catch (error) {
    giveUp();
    throw error;
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
  return chunks.length === 1 ? chunks[0] : concatBytes(chunks);
}

/** A request as it reaches the gateway. */
export interface IncomingRequest {
  /** Upper-case. */
  readonly method: string;
  readonly url: MessageUrl;
  readonly headers: HeaderMap;
  readonly body: MessageBody | null;
  /** The caller's. */
  readonly ipAddress: string;
}

/** A request as policies see it and change it. */
export interface RequestMessage {
  method: string;
  /** Where it goes: the backend's URL once one is chosen. */
  url: MessageUrl;
  /** As the caller sent it. */
  readonly originalUrl: MessageUrl;
  headers: HeaderMap;
  /** null when the request has none. */
  body: MessageBody | null;
  readonly ipAddress: string;
  matchedParameters: ReadonlyMap<string, string>;
}

/** A response as policies see it and change it. */
export interface ResponseMessage {
  statusCode: number;
  statusReason: string;
  headers: HeaderMap;
  body: MessageBody | null;
}
