/**
 * Literals of attributes against their types.
 * @module
 */
import type { AttributeRule } from "../definition/definition.ts";

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What is wrong with an attribute's literal; null when nothing is. */
export function attributeFault(text: string, rule: AttributeRule): string | null {
  const value = text.trim();
  if (typeof rule.type !== "string") {
    return rule.type.includes(value) ? null : `it must be one of ${rule.type.join(", ")}.`;
  }
  switch (rule.type) {
    case "boolean":
      return /^(?:true|false)$/i.test(value) ? null : "it must be true or false.";
    case "header-name":
      return HEADER_NAME.test(value) ? null : "it must be a header name.";
    case "text":
      return rule.required && !rule.allowEmpty && value === "" ? "it must not be empty." : null;
    default:
      return numberFault(value, rule);
  }
}

function numberFault(value: string, { type, min, max }: AttributeRule): string | null {
  const number = Number(value);
  const pattern = type === "integer" ? /^[+-]?\d+$/ : /^[+-]?\d*\.?\d+$/;
  if (pattern.test(value) && number >= (min ?? -Infinity) && number <= (max ?? Infinity)) {
    return null;
  }
  const range = min !== undefined && max !== undefined
    ? ` from ${min} to ${max}`
    : min !== undefined
    ? ` of at least ${min}`
    : "";
  return `it must be ${type === "integer" ? "an integer" : "a number"}${range}.`;
}
