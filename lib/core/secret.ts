/**
 * Text that must not be shown: keys and tokens on their way from the environment to where they are used.
 * @module
 */

const MASK = "***";

/**
 * Wraps a key so that printing, JSON, string interpolation and inspection all give `***`.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * const key = new Secret("abc");
 * assert.equal(`${key}`, "***");
 * assert.equal(JSON.stringify({ key }), '{"key":"***"}');
 * assert.equal(key.reveal(), "abc");
 * ```
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  /** Whether there is nothing in it. */
  get empty(): boolean {
    return this.#value === "";
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for("Deno.customInspect")](): string {
    return MASK;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return MASK;
  }

  /** `text` with every occurrence of the secret masked: for messages that others wrote. */
  redact(text: string): string {
    return this.#value === "" ? text : text.replaceAll(this.#value, MASK);
  }
}

/**
 * A record whose values are there to be sent, and are masked where it is printed, inspected or written as JSON.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * const headers = maskedWhenShown({ "api-key": "abc" });
 * assert.equal(headers["api-key"], "abc");
 * assert.equal(JSON.stringify({ headers }), '{"headers":{"api-key":"***"}}');
 * ```
 */
export function maskedWhenShown(
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const shown = () => Object.fromEntries(Object.keys(values).map((name) => [name, MASK]));
  const inspected = { value: () => JSON.stringify(shown()) };
  return Object.defineProperties({ ...values }, {
    toJSON: { value: shown },
    [Symbol.for("Deno.customInspect")]: inspected,
    [Symbol.for("nodejs.util.inspect.custom")]: inspected,
  });
}
