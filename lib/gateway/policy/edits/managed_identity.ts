/**
 * A token of the service's identity for a request, as `authentication-managed-identity` asks for it.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { isPromise, type MaybePromise } from "../../../core/maybe_promise.ts";
import type { HeaderMap } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";
import { attribute, type ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";

export const MANAGED_IDENTITY: ElementRule = {
  attributes: {
    resource: attribute.requiredValue,
    "client-id": attribute.text,
    "output-token-variable-name": attribute.text,
    "ignore-error": attribute.booleanValue,
  },
};

/** Sets the Authorization header, or only the variable where the node names one. */
export function authorize(node: PolicyNode): (run: Run, headers: HeaderMap) => MaybePromise<void> {
  const resource = node.text("resource");
  const clientId = node.optionalText("client-id");
  const variable = node.optionalText("output-token-variable-name");
  const ignoreError = node.boolean("ignore-error", false);
  return (run, headers) => {
    const take = (token: string) => {
      if (variable === null) headers.set("Authorization", `Bearer ${token}`);
      else run.context.variables.set(variable(run), token);
      run.trace?.add(run, node.name, `token for ${resource(run)}`);
    };
    const fail = (error: unknown) => {
      const failure = FAILURE.managedIdentityToken(resource(run), (error as Error).message);
      if (!ignoreError(run)) throw failure;
      run.trace?.add(run, node.name, `${failure.message}, ignored`);
    };
    try {
      const token = run.ports.identity.token(
        resource(run),
        clientId?.(run) ?? null,
        run.ports.clock.now(),
      );
      return isPromise(token) ? token.then(take, fail) : take(token);
    } catch (error) {
      return fail(error);
    }
  };
}
