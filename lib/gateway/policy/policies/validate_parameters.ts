/** `<validate-parameters>`: the request's headers, query and path against what the operation says of them. */
import type { Run } from "../../contracts/run.ts";
import { attribute, definePolicy, type ElementRule, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import {
  checkParameters,
  missingSchema,
  type ParameterActions,
  PATH,
  QUERY,
  REQUEST_HEADER,
  type Sent,
} from "../schemas/parameters.ts";
import { ACTION, actionOf, Report, REQUIRED_ACTION } from "../schemas/report.ts";

const PARAMETER: ElementRule = {
  attributes: { name: attribute.required, action: REQUIRED_ACTION },
};

const place = (attributes: ElementRule["attributes"]) => ({
  max: 1,
  attributes,
  children: { kind: "elements", elements: { parameter: PARAMETER } },
} as const);

const BOTH = { "specified-parameter-action": ACTION, "unspecified-parameter-action": ACTION };

export const validateParameters = definePolicy({
  name: "validate-parameters",
  sections: ["inbound"],
  once: "section",
  documentation: policyPage("validate-parameters"),
  attributes: {
    "specified-parameter-action": REQUIRED_ACTION,
    "unspecified-parameter-action": REQUIRED_ACTION,
    "errors-variable-name": attribute.text,
  },
  children: {
    kind: "elements",
    elements: {
      headers: place(BOTH),
      query: place(BOTH),
      path: place({ "specified-parameter-action": ACTION }),
    },
  },
  compile(node) {
    const variable = node.literal("errors-variable-name");
    const headers = actionsOf(node, "headers");
    const query = actionsOf(node, "query");
    const path = actionsOf(node, "path");
    return (run) => {
      const report = new Report();
      const contract = run.contract?.() ?? null;
      if (contract === null) {
        report.add(query(run).specified(""), missingSchema());
      } else {
        const { request } = run.context;
        checkParameters(headersOf(run), contract.headers, REQUEST_HEADER, headers(run), report);
        checkParameters(queryOf(run), contract.query, QUERY, query(run), report);
        const matched: Sent = new Map(
          contract.path.flatMap(({ name }) => {
            const value = request.matchedParameters.get(name);
            return value === undefined ? [] : [[name, [value]]];
          }),
        );
        checkParameters(matched, contract.path, PATH, path(run), report);
      }
      report.conclude(run, node.name, variable);
      return "next";
    };
  },
});

/** The node's actions for one place: its own, or that place's, or that parameter's. */
function actionsOf(node: PolicyNode, name: string): (run: Run) => ParameterActions {
  const own = node.child(name);
  const action = (attribute: string) =>
    (own && actionOf(own, attribute)) ?? actionOf(node, attribute)!;
  const specified = action("specified-parameter-action");
  const unspecified = action("unspecified-parameter-action");
  const byName = new Map(
    own?.children("parameter").map((parameter) => [
      parameter.literal("name")!.toLowerCase(),
      actionOf(parameter, "action")!,
    ]),
  );
  return (run) => ({
    specified: (name) => (byName.get(name.toLowerCase()) ?? specified)(run),
    unspecified: (name) => (byName.get(name.toLowerCase()) ?? unspecified)(run),
  });
}

/** The subscription key is the gateway's matter, and no parameter of the operation. Assumption. */
function headersOf({ context: { api, request } }: Run): Sent {
  const key = api?.subscriptionKeyParameterNames.header.toLowerCase();
  return new Map([...request.headers].filter(([name]) => name.toLowerCase() !== key));
}

function queryOf({ context: { api, request } }: Run): Sent {
  const key = api?.subscriptionKeyParameterNames.query.toLowerCase();
  const template = new Set(
    [...request.matchedParameters.keys()].map((name) => name.toLowerCase()),
  );
  return new Map(
    [...request.url.query].filter(([name]) =>
      name.toLowerCase() !== key && !template.has(name.toLowerCase())
    ),
  );
}
