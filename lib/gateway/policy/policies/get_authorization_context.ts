/** `<get-authorization-context>`: the token of a credential provider's connection into a variable. */
import { FINDING } from "../../contracts/texts/findings.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { authorizationView } from "../../expression/context/authorization.ts";
import type { AuthorizationGrant } from "../../contracts/ports.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { Flow } from "../../contracts/run.ts";

export const getAuthorizationContext = definePolicy({
  name: "get-authorization-context",
  sections: ["inbound"],
  documentation: policyPage("get-authorization-context"),
  attributes: {
    "provider-id": attribute.requiredValue,
    "authorization-id": attribute.requiredValue,
    "context-variable-name": attribute.requiredValue,
    "identity-type": { type: ["managed", "jwt"], expressions: true },
    identity: attribute.value,
    "ignore-error": attribute.booleanValue,
  },
  check({ attributes }, { report }) {
    const type = attributes.get("identity-type")?.content;
    const isJwt = type?.kind === "literal" && type.text === "jwt";
    if (isJwt && !attributes.has("identity")) {
      report(FINDING.identityForJwt);
    }
  },
  compile(node) {
    const provider = node.text("provider-id");
    const authorization = node.text("authorization-id");
    const variable = node.text("context-variable-name");
    const ignoreError = node.boolean("ignore-error", false);
    return (run): MaybePromise<Flow> => {
      const { identity, clock } = run.ports;
      const providerId = provider(run);
      const authorizationId = authorization(run);
      const keep = (grant: AuthorizationGrant | null): Flow => {
        const name = `${providerId}/${authorizationId}`;
        run.trace?.add(
          run,
          node.name,
          grant === null ? `no connection ${name}` : `token of ${name}`,
        );
        if (grant === null && !ignoreError(run)) {
          throw FAILURE.authorizationNotFound(authorizationId, providerId);
        }
        run.context.variables.set(variable(run), authorizationView(grant));
        return "next";
      };
      return chain(identity.authorization(providerId, authorizationId, clock.now()), keep);
    };
  },
});
