/**
 * What a resource's body may hold: a small table language. Checking reports every finding and gives the
 * body back as it is stored: nulls and read-only members dropped, enums in their own spelling.
 * @module
 */
import { parseDurationMs } from "../../core/duration.ts";
import { type ErrorDetail, finding } from "./arm/error.ts";
import { isObject, type Json, type JsonObject } from "./arm/json.ts";

/** How one member is checked. */
export interface Rule {
  /** The value as it is stored; what is wrong goes to `findings`. */
  readonly check: (value: Json, target: string, findings: ErrorDetail[]) => Json;
  readonly required?: boolean;
  /** Sent by clients that write back what they read; dropped. */
  readonly readOnly?: boolean;
  /** The first api-version that has the member. Default: all have. */
  readonly since?: string;
  /** Of an object: its members. */
  readonly fields?: Fields;
  /** Of a list: what it holds. */
  readonly items?: Rule;
}

export type Fields = Readonly<Record<string, Rule>>;

/** A text; lengths in UTF-16 units. */
export function text(
  limits: { readonly min?: number; readonly max?: number; readonly pattern?: RegExp } = {},
): Rule {
  const { min = 0, max = Infinity, pattern } = limits;
  return {
    check(value, target, findings) {
      if (typeof value !== "string") return wrong(value, target, "a string", findings);
      if (value.length < min || value.length > max) {
        const range = max === Infinity ? `at least ${min}` : `${min} to ${max}`;
        findings.push(finding(target, `'${target}' must be ${range} characters long.`));
      } else if (pattern && !pattern.test(value)) {
        findings.push(finding(target, `'${target}' must match ${pattern.source}.`));
      }
      return value;
    },
  };
}

/** One of `choices`, compared without case and stored as spelled here. */
export function choice(...choices: readonly string[]): Rule {
  const byName = new Map(choices.map((name) => [name.toLowerCase(), name]));
  return {
    check(value, target, findings) {
      const known = typeof value === "string" ? byName.get(value.toLowerCase()) : undefined;
      if (known === undefined) {
        const expected = choices.join(", ");
        const found = typeof value === "string" ? `"${value.slice(0, 40)}"` : typeName(value);
        const message = `'${target}' must be one of: ${expected}. It is ${found}.`;
        findings.push(finding(target, message));
      }
      return known ?? value;
    },
  };
}

/** An ISO 8601 duration, as in PT10S. */
export const duration: Rule = {
  check(value, target, findings) {
    if (typeof value !== "string") return wrong(value, target, "an ISO 8601 duration", findings);
    try {
      parseDurationMs(value);
    } catch (error) {
      findings.push(finding(target, `'${target}': ${(error as Error).message}.`));
    }
    return value;
  },
};

/** A number, also as text ("3"), as templates write it. */
export function number(
  limits: { readonly min?: number; readonly max?: number; readonly whole?: boolean } = {},
): Rule {
  const { min = -Infinity, max = Infinity, whole = false } = limits;
  return {
    check(value, target, findings) {
      const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof parsed !== "number" || !Number.isFinite(parsed)) {
        return wrong(value, target, "a number", findings);
      }
      if (whole && !Number.isInteger(parsed)) {
        findings.push(finding(target, `'${target}' must be a whole number. It is ${parsed}.`));
      } else if (parsed < min || parsed > max) {
        const range = max === Infinity ? `at least ${min}` : `between ${min} and ${max}`;
        findings.push(finding(target, `'${target}' must be ${range}. It is ${parsed}.`));
      }
      return parsed;
    },
  };
}

export function integer(limits: { readonly min?: number; readonly max?: number } = {}): Rule {
  return number({ ...limits, whole: true });
}

/** true or false, also as text. */
export const flag: Rule = {
  check(value, target, findings) {
    if (typeof value === "boolean") return value;
    const lower = typeof value === "string" ? value.toLowerCase() : "";
    if (lower === "true" || lower === "false") return lower === "true";
    return wrong(value, target, "true or false", findings);
  },
};

/** Anything that JSON can hold. */
export const anything: Rule = { check: (value) => value };

export function list(
  of: Rule,
  limits: { readonly min?: number; readonly max?: number } = {},
): Rule {
  const { min = 0, max = Infinity } = limits;
  return {
    items: of,
    check(value, target, findings) {
      if (!Array.isArray(value)) return wrong(value, target, "an array", findings);
      if (value.length < min || value.length > max) {
        const range = max === Infinity ? `at least ${min}` : `${min} to ${max}`;
        findings.push(finding(target, `'${target}' must have ${range} items.`));
      }
      return value.map((item: Json, i) => of.check(item, `${target}[${i}]`, findings));
    },
  };
}

/** An object whose member names are free. */
export function map(of: Rule): Rule {
  return {
    check(value, target, findings) {
      if (!isObject(value)) return wrong(value, target, "an object", findings);
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          of.check(item ?? null, `${target}.${name}`, findings),
        ]),
      );
    },
  };
}

/** An object with these members and no others. */
export function object(fields: Fields): Rule {
  return {
    fields,
    check(value, target, findings) {
      if (!isObject(value)) return wrong(value, target, "an object", findings);
      return checkFields(fields, value, target, findings);
    },
  };
}

export function required(rule: Rule): Rule {
  return { ...rule, required: true };
}

/** A member that api-versions before `version` do not have. */
export function since(version: string, rule: Rule): Rule {
  return { ...rule, since: version };
}

export const readOnly: Rule = { ...anything, readOnly: true };

/** Checks an object's members; `prefix` is the target of the object itself, empty for the outermost. */
export function checkFields(
  fields: Fields,
  value: JsonObject,
  prefix: string,
  findings: ErrorDetail[],
): JsonObject {
  const checked: Record<string, Json> = {};
  const target = (name: string) => prefix === "" ? name : `${prefix}.${name}`;
  for (const [name, item] of Object.entries(value)) {
    const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (rule === undefined) {
      findings.push(finding(target(name), `'${target(name)}' is not a property of this resource.`));
    } else if (item !== null && item !== undefined && !rule.readOnly) {
      checked[name] = rule.check(item, target(name), findings);
    }
  }
  for (const [name, rule] of Object.entries(fields)) {
    if (rule.required && checked[name] === undefined) {
      findings.push(finding(target(name), `'${target(name)}' is required.`));
    }
  }
  return checked;
}

function wrong(value: Json, target: string, expected: string, findings: ErrorDetail[]): Json {
  findings.push(finding(target, `'${target}' must be ${expected}. It is ${typeName(value)}.`));
  return value;
}

/** What kind of value it is; never the value itself, which could be a secret. */
function typeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
