/**
 * Reads typed settings out of environment variables and collects what is wrong with them.
 * @module
 */
import { keepSecret } from "../../core/redaction.ts";
import { Secret } from "../../core/secret.ts";
import type { Variables } from "./files.ts";
import type { ConfigProblem } from "./problem.ts";

/** One pass over the variables. A bad value gives the fallback and a problem, so that all problems show at once. */
export class Settings {
  readonly problems: ConfigProblem[] = [];

  constructor(readonly variables: Variables) {}

  /** The trimmed value; undefined when the variable is not set or blank. */
  optional(name: string): string | undefined {
    const value = this.variables[name]?.trim();
    return value === "" ? undefined : value;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  /** The first of `names` that is set; a problem on the first name when none is. */
  required(names: readonly string[], expected: string, cure: string): string {
    for (const name of names) {
      const value = this.optional(name);
      if (value !== undefined) return value;
    }
    this.report(names[0], "not set", expected, cure);
    return "";
  }

  /** A whole number in [min, max]. */
  integer(name: string, options: { min: number; max: number; fallback: number }): number {
    const { min, max, fallback } = options;
    const found = this.optional(name);
    if (found === undefined) return fallback;
    const value = Number(found);
    if (/^\d+$/.test(found) && value >= min && value <= max) return value;
    this.report(
      name,
      JSON.stringify(found),
      `a whole number from ${min} to ${max}`,
      `Set, for example, ${name}=${fallback}.`,
    );
    return fallback;
  }

  /** One of `choices`, compared without case. */
  choice<C extends string>(name: string, choices: readonly C[], fallback: C): C {
    const found = this.optional(name);
    if (found === undefined) return fallback;
    const choice = choices.find((one) => one.toLowerCase() === found.toLowerCase());
    if (choice !== undefined) return choice;
    this.report(
      name,
      JSON.stringify(found),
      choices.join(" or "),
      `Set, for example, ${name}=${fallback}.`,
    );
    return fallback;
  }

  /** The origin of an Azure OpenAI resource, without trailing slash; undefined when no name is set. */
  endpoint(names: readonly string[]): string | undefined {
    const name = names.find((one) => this.optional(one) !== undefined);
    if (name === undefined) return undefined;
    const found = this.optional(name)!;
    const wrong = endpointFault(found);
    if (wrong === null) return new URL(found).origin;
    this.report(
      name,
      `${shownEndpoint(found)} (${wrong})`,
      "the resource's endpoint, as in https://NAME.openai.azure.com",
      'Copy it from the resource\'s page "Keys and Endpoint".',
    );
    return undefined;
  }

  /** A key that is never shown, and masked in what others say; null when no name is set or what is set is a placeholder. */
  secret(names: readonly string[]): Secret | null {
    const name = names.find((one) => this.optional(one) !== undefined);
    if (name === undefined) return null;
    const value = this.optional(name)!;
    if (/\s/.test(value) || /^<.*>$|^your[-_ ]/i.test(value)) {
      this.report(
        name,
        "set, but a placeholder or with spaces in it (not shown)",
        "the key as it is",
        'Copy it from the resource\'s page "Keys and Endpoint", without quotes around it.',
      );
      return null;
    }
    keepSecret(value);
    return new Secret(value);
  }

  report(variable: string, found: string, expected: string, cure: string): void {
    this.problems.push({ variable, found, expected, cure });
  }
}

/** The text without what may be secret in it: user information, a query, a fragment, a key in the wrong place. */
function shownEndpoint(text: string): string {
  if (/^[\w+/=-]{24,}$/.test(text)) return "something that looks like a key and is not shown";
  return JSON.stringify(
    text.replace(/\/\/.*@/s, "//***@").replace(/([?#]).+$/s, "$1***"),
  );
}

function endpointFault(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "no absolute URL";
  }
  const local = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (url.protocol !== "https:" && !(local && url.protocol === "http:")) return "not https";
  if (url.username || url.password) return "a user name or password in it";
  if (url.pathname !== "/" || url.search || url.hash) return "more than scheme and host";
  return null;
}
