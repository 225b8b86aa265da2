/** `<validate-headers>`: the response's headers against what the operation says of them. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { checkParameters, missingSchema, RESPONSE_HEADER } from "../schemas/parameters.ts";
import { actionOf, Report, REQUIRED_ACTION } from "../schemas/report.ts";

export const validateHeaders = definePolicy({
  name: "validate-headers",
  sections: ["outbound", "on-error"],
  once: "section",
  documentation: policyPage("validate-headers"),
  attributes: {
    "specified-header-action": REQUIRED_ACTION,
    "unspecified-header-action": REQUIRED_ACTION,
    "errors-variable-name": attribute.text,
  },
  children: {
    kind: "elements",
    elements: {
      header: { attributes: { name: attribute.required, action: REQUIRED_ACTION } },
    },
  },
  compile(node) {
    const variable = node.literal("errors-variable-name");
    const specified = actionOf(node, "specified-header-action")!;
    const unspecified = actionOf(node, "unspecified-header-action")!;
    const byName = new Map(
      node.children("header").map((header) => [
        header.literal("name")!.toLowerCase(),
        actionOf(header, "action")!,
      ]),
    );
    return (run) => {
      const { response } = run.context;
      if (response === null) return "next";
      const report = new Report();
      const contract = run.contract?.() ?? null;
      if (contract === null) {
        report.add(specified(run), missingSchema());
      } else {
        const described = contract.responses.find(({ statusCode }) =>
          statusCode === response.statusCode
        );
        const actions = {
          specified: (name: string) => (byName.get(name.toLowerCase()) ?? specified)(run),
          unspecified: (name: string) => (byName.get(name.toLowerCase()) ?? unspecified)(run),
        };
        const sent = new Map(response.headers);
        checkParameters(sent, described?.headers ?? [], RESPONSE_HEADER, actions, report);
      }
      report.conclude(run, node.name, variable);
      return "next";
    };
  },
});
