/** A strategy without expressions: everything to one backend, one attempt. */
import { Secret } from "../../lib/core/secret.ts";
import type { StrategyDefinition } from "../../lib/simulation/mod.ts";

const DOCUMENT = (id: string) =>
  `<policies>
  <inbound>
    <base />
    <set-backend-service backend-id="${id}" />
    <rewrite-uri template="/openai/responses" />
    <set-query-parameter name="api-version" exists-action="override">
      <value>2025-04-01-preview</value>
    </set-query-parameter>
  </inbound>
  <backend>
    <forward-request timeout="60" buffer-request-body="true" buffer-response="false" />
  </backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;

/** @param index of the region that gets all requests */
export function plainStrategy(index = 0): StrategyDefinition {
  return {
    name: `plain-${index}`,
    about: "Everything to one backend.",
    instances: 1,
    publication: (backends) => {
      const { id, endpoint, apiKey } = backends[index];
      const namedValue = `${id}-key`;
      return {
        format: "rawxml",
        xml: new Secret(DOCUMENT(id)),
        namedValues: [{ name: namedValue, value: apiKey! }],
        backends: [{
          name: id,
          backendId: id,
          description: "",
          url: endpoint,
          credentials: { header: "api-key", namedValue },
          circuitBreaker: null,
        }],
        pool: null,
      };
    },
  };
}
