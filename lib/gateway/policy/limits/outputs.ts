/**
 * Where a limit tells the caller what is left: response headers and variables that the policy names.
 * @module
 */
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

/** A header and a variable for one number; either may be missing. */
export interface Output {
  readonly header: string | null;
  readonly variable: string | null;
}

/** The names in `NAME-header-name` and `NAME-variable-name`. */
export function outputOf(node: PolicyNode, name: string, header: string | null = null): Output {
  return {
    header: node.literal(`${name}-header-name`) ?? header,
    variable: node.literal(`${name}-variable-name`),
  };
}

/** Sets the variable, a C# int, where one is named. */
export function setVariable(run: Run, { variable }: Output, value: number): void {
  if (variable !== null) run.context.variables.set(variable, value);
}

/** Sets the response's header, where one is named and there is a response. */
export function setHeader(run: Run, { header }: Output, value: number): void {
  if (header !== null) run.context.response?.headers.set(header, String(value));
}
