/**
 * A user name and password for a request, as `authentication-basic` names them.
 * @module
 */
import type { Run } from "../../contracts/run.ts";
import { attribute, type ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";

export const BASIC_CREDENTIALS: ElementRule = {
  attributes: { username: attribute.requiredValue, password: attribute.requiredValue },
};

/** The Authorization header's value. */
export function basicCredentials(node: PolicyNode): (run: Run) => string {
  const username = node.text("username");
  const password = node.text("password");
  return (run) => {
    const bytes = new TextEncoder().encode(`${username(run)}:${password(run)}`);
    return `Basic ${bytes.toBase64()}`;
  };
}
