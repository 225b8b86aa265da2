/**
 * The client certificate of a request, as `authentication-certificate` names it.
 * @module
 */
import { FINDING } from "../../contracts/texts/findings.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { createHash } from "node:crypto";
import type { ClientCertificate } from "../../contracts/ports.ts";
import type { Run } from "../../contracts/run.ts";
import { bytesOf, toText } from "../../expression/values.ts";
import { attribute, type Check, type ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Element } from "../document/tree.ts";

const SOURCES = ["thumbprint", "certificate-id", "body"] as const;

export const CLIENT_CERTIFICATE: ElementRule = {
  attributes: {
    thumbprint: attribute.value,
    "certificate-id": attribute.value,
    body: attribute.value,
    password: attribute.value,
  },
};

/** The certificate is named in one way. */
export function checkCertificate({ attributes }: Element, check: Check): void {
  const given = SOURCES.filter((name) => attributes.has(name)).length;
  if (given !== 1) check.report(FINDING.exactlyOne(given, ...SOURCES));
}

/** The certificate that the node names; one in a body is known by the hash of its bytes. */
export function certificateOf(node: PolicyNode): (run: Run) => ClientCertificate {
  const source = SOURCES.find((name) => node.has(name))!;
  if (source !== "body") {
    const id = node.text(source);
    return (run) => ({ source, id: id(run) });
  }
  const body = node.value("body");
  return (run) => ({ source, id: createHash("sha256").update(bytesIn(body(run))).digest("hex") });
}

function bytesIn(value: unknown): Uint8Array {
  try {
    return bytesOf(value) ?? Uint8Array.fromBase64(toText(value));
  } catch {
    throw FAILURE.invalidCertificate();
  }
}
