/** `<set-backend-service>`: where the request is forwarded to, by URL or by backend entity. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { definePolicy, policyPage } from "../definition/definition.ts";
import { FINDING } from "../../contracts/texts/findings.ts";

export const setBackendService = definePolicy({
  name: "set-backend-service",
  sections: ["inbound", "backend"],
  documentation: policyPage("set-backend-service"),
  attributes: {
    "base-url": { type: "text", expressions: true },
    "backend-id": { type: "text", expressions: true },
  },
  check(element, check) {
    const id = element.attributes.get("backend-id")?.content;
    const url = element.attributes.get("base-url")?.content;
    if ((id === undefined) === (url === undefined)) {
      check.report(FINDING.backendOrUrl);
    }
    const { backendIds } = check.options;
    if (id?.kind !== "literal" || backendIds === null) return;
    if (!backendIds.has(id.text.toLowerCase())) {
      check.report(FINDING.unknownBackend(id.text));
    }
  },
  compile(node) {
    const id = node.optionalText("backend-id");
    if (id === null) {
      const url = node.text("base-url");
      return (run) => {
        const { target } = run;
        // An entity that a wider scope chose is not overridden by a URL.
        if (target?.kind === "entity" && target.scope !== undefined && target.scope !== run.scope) {
          run.trace?.add(run, "set-backend-service", "base-url has no effect after backend-id");
          return "next";
        }
        run.target = { kind: "url", url: url(run) };
        run.trace?.add(run, "set-backend-service", run.target.url);
        return "next";
      };
    }
    return (run) => {
      const name = id(run);
      const backend = run.backends.get(name.toLowerCase());
      if (backend === undefined) {
        throw FAILURE.backendNotFound(name);
      }
      run.target = { kind: "entity", backend, scope: run.scope };
      run.trace?.add(run, "set-backend-service", `backend ${backend.id} (${backend.type})`);
      return "next";
    };
  },
});
