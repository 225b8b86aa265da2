/**
 * What expressions gave, against what their policy's page requires: the same rules that literals are held to when a
 * document is put. The words are those of .NET's data annotations, which reports of the live service show.
 * @module
 */
import type { Run } from "../../contracts/run.ts";
import { valueValidationFailure } from "../engine/failure.ts";
import type { AttributeRule } from "./rules.ts";
import type { Operand } from "./operand.ts";

/** Where a value goes. */
export interface Field {
  /** The attribute's name, or the element's for its text. */
  readonly name: string;
  readonly rule: AttributeRule;
  readonly policy: string;
}

/** @throws PolicyError ExpressionValueValidationFailure for nothing where something is required, or a choice that there is not */
export function checkedText(text: Operand<string>, field: Field): Operand<string> {
  const { rule, name } = field;
  if (text.constant !== undefined) return text;
  if (typeof rule.type !== "string") {
    const choices = rule.type;
    return (run) => {
      const value = text(run).trim();
      if (choices.includes(value)) return value;
      throw valueValidationFailure(
        `The ${name} field must be one of ${choices.join(", ")}: it is '${value}'.`,
      );
    };
  }
  if (!rule.required || rule.allowEmpty) return text;
  return (run) => {
    const value = text(run);
    if (value.trim() === "") refuseEmpty(run, field);
    return value;
  };
}

/** As {@link checkedText}, for a value in boxed form. */
export function checkedValue(value: Operand<unknown>, field: Field): Operand<unknown> {
  const { rule } = field;
  if (value.constant !== undefined || !rule.required || rule.allowEmpty) return value;
  return (run) => {
    const found = value(run);
    if (found === null || typeof found === "string" && found.trim() === "") refuseEmpty(run, field);
    return found;
  };
}

/** @throws PolicyError ExpressionValueValidationFailure for a number out of the rule's range */
export function checkedNumber(number: Operand<number>, field: Field): Operand<number> {
  const { name, rule: { min, max } } = field;
  if (min === undefined && max === undefined) return number;
  return (run) => {
    const value = number(run);
    if (value >= (min ?? -Infinity) && value <= (max ?? Infinity)) return value;
    throw valueValidationFailure(
      `The field ${name} must be between ${min ?? -INT_MAX} and ${max ?? INT_MAX}.`,
    );
  };
}

/** The largest Int32: how an open range ends. */
const INT_MAX = 2_147_483_647;

function refuseEmpty({ fidelity }: Run, { name, policy }: Field): void {
  if (fidelity.emptyRequiredValue === "in-trace" && policy !== "trace") return;
  throw valueValidationFailure(`The ${name} field is required.`);
}
