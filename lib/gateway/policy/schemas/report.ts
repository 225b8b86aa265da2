/**
 * What the validate- policies find, what it is called, and what comes of it.
 * @see https://learn.microsoft.com/azure/api-management/validate-content-policy#validation-errors
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import type { Run } from "../../contracts/run.ts";
import { jsonToken } from "../../expression/json_places.ts";
import type { AttributeRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";

const ACTIONS = ["ignore", "prevent", "detect"] as const;
export type Action = (typeof ACTIONS)[number];

/** What to do about what is found. */
export const ACTION: AttributeRule = { type: ACTIONS, expressions: true };
export const REQUIRED_ACTION: AttributeRule = { ...ACTION, required: true };

/** The action of an attribute; null where the node has none. */
export function actionOf(node: PolicyNode, attribute: string): ((run: Run) => Action) | null {
  return node.optionalText(attribute) as ((run: Run) => Action) | null;
}

/** One thing that is wrong with a message. */
export interface Finding {
  /** The parameter, header, content type or status code; "" for the message itself. */
  readonly name: string;
  readonly type: string;
  readonly rule: string;
  readonly details: string;
  /** What the caller may read of it. Default: the details. */
  readonly publicText?: string;
}

/** What callers read of faults that they can do nothing about. */
export const INTERNAL =
  "The request could not be processed due to an internal error. Contact the API owner.";

/** Gathers what one policy finds in a message. */
export class Report {
  readonly #found: { readonly finding: Finding; readonly action: Action }[] = [];

  add(action: Action, finding: Finding): void {
    if (action !== "ignore") this.#found.push({ finding, action });
  }

  /**
   * Puts the findings into the variable, where one is named, and ends the request at the first that is to be
   * prevented: 400 for a request, 502 for a response.
   * @throws PolicyError
   */
  conclude(run: Run, policy: string, variable: string | null): void {
    for (const { finding, action } of this.#found) {
      run.trace?.add(run, policy, finding.details, { rule: finding.rule, action });
    }
    if (this.#found.length === 0) return;
    if (variable !== null) run.context.variables.set(variable, this.#asVariable());
    const prevented = this.#found.find(({ action }) => action === "prevent")?.finding;
    if (prevented === undefined) return;
    const { details, publicText = details } = prevented;
    throw run.section === "inbound"
      ? FAILURE.requestNotValid(details, publicText)
      : FAILURE.responseNotValid(details);
  }

  /** Assumption: a JArray, as the documentation shows the errors as JSON and not what type holds them. */
  #asVariable(): unknown {
    const errors = this.#found.map(({ finding: { name, type, rule, details }, action }) => ({
      Name: name,
      Type: type,
      ValidationRule: rule,
      Details: details,
      Action: action[0].toUpperCase() + action.slice(1),
    }));
    return jsonToken(errors);
  }
}
