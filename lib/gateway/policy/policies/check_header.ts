/** `<check-header>`: refuses requests without a header, or without one of its allowed values. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";

export const checkHeader = definePolicy({
  name: "check-header",
  sections: ["inbound"],
  documentation: policyPage("check-header"),
  attributes: {
    name: attribute.requiredValue,
    "failed-check-httpcode": {
      type: "integer",
      required: true,
      expressions: true,
      min: 100,
      max: 999,
    },
    "failed-check-error-message": attribute.requiredValue,
    "ignore-case": { type: "boolean", required: true, expressions: true },
  },
  children: { kind: "elements", elements: { value: { text: "optional" } } },
  compile(node) {
    const name = node.text("name");
    const statusCode = node.number("failed-check-httpcode", 401);
    const message = node.text("failed-check-error-message");
    const ignoreCase = node.boolean("ignore-case", false);
    const allowed = node.children("value").map((value) => value.content);
    return (run) => {
      const field = name(run);
      const values = run.context.request.headers.values(field);
      const reply = () => ({ statusCode: statusCode(run), message: message(run) });
      if (values === undefined) {
        throw FAILURE.headerNotFound(reply(), field);
      }
      if (allowed.length === 0) return "next";
      const fold = ignoreCase(run) ? (text: string) => text.toLowerCase() : (text: string) => text;
      const wanted = new Set(allowed.map((value) => fold(value(run))));
      if (values.some((value) => wanted.has(fold(value))) || wanted.has(fold(values.join(",")))) {
        return "next";
      }
      throw FAILURE.headerValueNotAllowed(reply(), field, values.join(","));
    };
  },
});
