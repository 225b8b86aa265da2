/** `<validate-status-code>`: whether the operation says that it may answer so. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { missingSchema } from "../schemas/parameters.ts";
import { actionOf, Report, REQUIRED_ACTION } from "../schemas/report.ts";

export const validateStatusCode = definePolicy({
  name: "validate-status-code",
  sections: ["outbound", "on-error"],
  once: "section",
  documentation: policyPage("validate-status-code"),
  attributes: {
    "unspecified-status-code-action": REQUIRED_ACTION,
    "errors-variable-name": attribute.text,
  },
  children: {
    kind: "elements",
    elements: {
      "status-code": {
        attributes: {
          code: { type: "integer", required: true, min: 100, max: 999 },
          action: REQUIRED_ACTION,
        },
      },
    },
  },
  compile(node) {
    const variable = node.literal("errors-variable-name");
    const unspecified = actionOf(node, "unspecified-status-code-action")!;
    const byCode = new Map(
      node.children("status-code").map((code) => [
        Number(code.literal("code")),
        actionOf(code, "action")!,
      ]),
    );
    return (run) => {
      const { response } = run.context;
      if (response === null) return "next";
      const { statusCode } = response;
      const contract = run.contract?.() ?? null;
      const report = new Report();
      if (contract === null) {
        report.add(unspecified(run), missingSchema());
      } else if (!contract.responses.some((described) => described.statusCode === statusCode)) {
        report.add((byCode.get(statusCode) ?? unspecified)(run), {
          name: String(statusCode),
          type: "StatusCode",
          rule: "Unspecified",
          details: `Response status code ${statusCode} is not allowed.`,
        });
      }
      report.conclude(run, node.name, variable);
      return "next";
    };
  },
});
