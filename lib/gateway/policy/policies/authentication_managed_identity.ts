/** `<authentication-managed-identity>`: a token of the service's identity, as header or in a variable. */
import { isPromise } from "../../../core/maybe_promise.ts";
import { definePolicy, policyPage } from "../definition/definition.ts";
import { authorize, MANAGED_IDENTITY } from "../edits/managed_identity.ts";

export const authenticationManagedIdentity = definePolicy({
  name: "authentication-managed-identity",
  // the page says inbound; Microsoft's deployed samples (remote-mcp-apim-functions-python) use it in outbound
  sections: ["inbound", "outbound"],
  documentation: policyPage("authentication-managed-identity"),
  ...MANAGED_IDENTITY,
  compile(node) {
    const apply = authorize(node);
    return (run) => {
      const applied = apply(run, run.context.request.headers);
      return isPromise(applied) ? applied.then(() => "next") : "next";
    };
  },
});
