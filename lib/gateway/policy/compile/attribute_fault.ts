/**
 * Literals of attributes against their types.
 * @module
 */
import type { ValueFault } from "../../contracts/texts/findings.ts";
import type { AttributeRule } from "../definition/definition.ts";

const XSD = "http://www.w3.org/2001/XMLSchema:";

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What is wrong with an attribute's literal; null when nothing is. */
export function attributeFault(text: string, rule: AttributeRule): ValueFault | null {
  const value = text.trim();
  if (typeof rule.type !== "string") {
    return rule.type.includes(value) ? null : {
      datatype: "String",
      why: "The Enumeration constraint failed.",
      cure: `It must be one of ${rule.type.join(", ")}.`,
    };
  }
  switch (rule.type) {
    case "boolean":
      return /^(?:true|false)$/i.test(value) ? null : {
        datatype: `${XSD}boolean`,
        why: `The string '${text}' is not a valid Boolean value.`,
        cure: "It must be true or false.",
      };
    case "header-name":
      return HEADER_NAME.test(value) ? null : {
        datatype: "String",
        why: "The Pattern constraint failed.",
        cure: "It must be a header name.",
      };
    case "text":
      return rule.required && !rule.allowEmpty && value === ""
        ? {
          datatype: "String",
          why: "The actual length is less than the MinLength value.",
          cure: "It must not be empty.",
        }
        : null;
    default:
      return numberFault(text, rule);
  }
}

function numberFault(text: string, { type, min, max }: AttributeRule): ValueFault | null {
  const value = text.trim();
  const number = Number(value);
  const pattern = type === "integer" ? /^[+-]?\d+$/ : /^[+-]?\d*\.?\d+$/;
  const isNumber = pattern.test(value);
  const tooSmall = number < (min ?? -Infinity);
  if (isNumber && !tooSmall && number <= (max ?? Infinity)) return null;
  const range = min !== undefined && max !== undefined
    ? ` from ${min} to ${max}`
    : min !== undefined
    ? ` of at least ${min}`
    : "";
  const [datatype, clr] = type === "integer" ? ["int", "Int32"] : ["decimal", "Decimal"];
  return {
    datatype: `${XSD}${datatype}`,
    why: isNumber
      ? `The ${tooSmall ? "MinInclusive" : "MaxInclusive"} constraint failed.`
      : `The string '${text}' is not a valid ${clr} value.`,
    cure: `It must be ${type === "integer" ? "an integer" : "a number"}${range}.`,
  };
}
