/** `<cors>`: answers preflight requests, and lets browsers read the replies to allowed origins. */
import { HeaderMap, type ResponseMessage } from "../../contracts/message.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

const list = (item: string) => ({
  max: 1,
  children: { kind: "elements", elements: { [item]: { text: "required", min: 1 } } },
} as const);

export const cors = definePolicy({
  name: "cors",
  sections: ["inbound"],
  once: "section",
  documentation: policyPage("cors"),
  attributes: {
    "allow-credentials": attribute.booleanValue,
    "terminate-unmatched-request": attribute.booleanValue,
  },
  children: {
    kind: "elements",
    elements: {
      "allowed-origins": { ...list("origin"), min: 1 },
      "allowed-methods": {
        ...list("method"),
        attributes: { "preflight-result-max-age": { type: "integer", expressions: true, min: 0 } },
      },
      "allowed-headers": list("header"),
      "expose-headers": list("header"),
    },
  },
  compile(node) {
    const texts = (parent: string, item: string) =>
      node.child(parent)?.children(item).map((child) => child.content) ?? [];
    const origins = texts("allowed-origins", "origin");
    const methods = texts("allowed-methods", "method");
    const headers = texts("allowed-headers", "header");
    const exposed = texts("expose-headers", "header");
    const maxAge = node.child("allowed-methods")?.optionalNumber("preflight-result-max-age") ??
      null;
    const credentials = node.boolean("allow-credentials", false);
    const terminate = terminates(node);
    return (run) => {
      const { request } = run.context;
      const origin = request.headers.get("Origin");
      if (origin === undefined) return "next";
      const values = (operands: typeof origins) => operands.map((operand) => operand(run));
      const allowed = values(origins);
      const matched = allowed.includes("*") || allowed.some((one) => sameOrigin(one, origin));
      const asked = request.headers.get("Access-Control-Request-Method");
      const preflight = request.method === "OPTIONS" && asked !== undefined;
      if (!matched) {
        if (!terminate(run)) return "next";
        run.context.response = emptyOk();
        return "respond";
      }
      const anyone = allowed.includes("*") && !credentials(run);
      const grant = new HeaderMap();
      grant.set("Access-Control-Allow-Origin", anyone ? "*" : origin);
      if (!anyone) grant.set("Vary", "Origin");
      if (credentials(run)) grant.set("Access-Control-Allow-Credentials", "true");
      if (!preflight) {
        const names = values(exposed);
        if (names.length > 0) grant.set("Access-Control-Expose-Headers", names.join(","));
        run.afterResponse.push((run) => addTo(run, grant));
        return "next";
      }
      const response = emptyOk();
      const methodNames = values(methods);
      const headerNames = values(headers);
      grant.set(
        "Access-Control-Allow-Methods",
        methodNames.includes("*") || methodNames.length === 0 ? asked : methodNames.join(","),
      );
      const wanted = request.headers.get("Access-Control-Request-Headers");
      const granted = headerNames.includes("*") ? wanted : headerNames.join(",");
      if (granted) grant.set("Access-Control-Allow-Headers", granted);
      if (maxAge !== null) grant.set("Access-Control-Max-Age", String(maxAge(run)));
      run.context.response = response;
      addTo(run, grant);
      return "respond";
    };
  },
});

/** Whether a request of an origin that is not allowed ends here: the default is a switch of fidelity. */
function terminates(node: PolicyNode): (run: Run) => boolean {
  if (node.has("terminate-unmatched-request")) {
    return node.boolean("terminate-unmatched-request", true);
  }
  return (run) => run.fidelity.corsTerminatesByDefault === "yes";
}

function sameOrigin(allowed: string, origin: string): boolean {
  return allowed.replace(/\/$/, "").toLowerCase() === origin.toLowerCase();
}

function emptyOk(): ResponseMessage {
  return { statusCode: 200, statusReason: "OK", headers: new HeaderMap(), body: null };
}

function addTo(run: Run, grant: HeaderMap): void {
  const { response } = run.context;
  if (response === null) return;
  for (const [name, values] of grant) response.headers.set(name, ...values);
}
