/** `<authentication-basic>`: a user name and password for the backend. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

export const authenticationBasic = definePolicy({
  name: "authentication-basic",
  sections: ["inbound"],
  documentation: policyPage("authentication-basic"),
  attributes: { username: attribute.requiredValue, password: attribute.requiredValue },
  compile(node) {
    const credentials = basicCredentials(node);
    return (run) => {
      run.context.request.headers.set("Authorization", credentials(run));
      return "next";
    };
  },
});

/** The Authorization header's value. */
export function basicCredentials(node: PolicyNode): (run: Run) => string {
  const username = node.text("username");
  const password = node.text("password");
  return (run) => {
    const bytes = new TextEncoder().encode(`${username(run)}:${password(run)}`);
    return `Basic ${bytes.toBase64()}`;
  };
}
