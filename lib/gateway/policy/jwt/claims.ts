/**
 * `required-claims`: claims that must be there, with all or any of the listed values.
 * @module
 */
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import type { Jwt } from "../../expression/context/credentials.ts";
import { attribute, type ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import { JwtFault } from "./fault.ts";

export const REQUIRED_CLAIMS: ElementRule = {
  children: {
    kind: "elements",
    elements: {
      claim: {
        min: 1,
        attributes: {
          name: attribute.requiredValue,
          match: { type: ["all", "any"], expressions: true },
          separator: attribute.value,
        },
        children: { kind: "elements", elements: { value: { text: "optional" } } },
      },
    },
  },
};

/** Checks the claims that the `required-claims` of a node ask for. @throws JwtFault */
export function claimsCheck(node: PolicyNode): (run: Run, jwt: Jwt) => void {
  const claims = (node.child("required-claims")?.children("claim") ?? []).map((claim) => ({
    name: claim.text("name"),
    match: claim.text("match", "all"),
    separator: claim.optionalText("separator"),
    values: claim.children("value").map((value) => value.content),
  }));
  return (run, jwt) => {
    const missing = claims.map(({ name }) => name(run)).filter((name) => !jwt.claims.has(name));
    if (missing.length > 0) {
      throw new JwtFault(TOKEN_FAULT.claimsMissing(missing.join(", ")));
    }
    for (const claim of claims) {
      const name = claim.name(run);
      const separator = claim.separator?.(run) ?? "";
      const found = jwt.claims.get(name)!;
      const values = separator === ""
        ? found
        : found.flatMap((value) => value.split(separator).map((part) => part.trim()));
      const wanted = claim.values.map((value) => value(run));
      const has = (value: string) => values.includes(value);
      if (
        claim.match(run) === "any" ? wanted.some(has) || wanted.length === 0 : wanted.every(has)
      ) {
        continue;
      }
      throw new JwtFault(TOKEN_FAULT.claimValue(
        name,
        found.join(", "),
        `Claim value mismatch: ${name}=${wanted.join(", ")}`,
      ));
    }
  };
}
