/**
 * What validate-jwt and validate-azure-ad-token share: where the token is, what a refusal says, what comes out.
 * @module
 */
import { FINDING } from "../../contracts/texts/findings.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import type { Jwt } from "../../expression/context/credentials.ts";
import {
  attribute,
  type AttributeRule,
  type Check,
  type ElementRule,
} from "../definition/definition.ts";
import { asPolicyError } from "../engine/failure.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run, Step } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";
import { JwtFault } from "./fault.ts";
import { decodeBase64 } from "./keys.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

export const TOKEN_ATTRIBUTES: Readonly<Record<string, AttributeRule>> = {
  "header-name": attribute.value,
  "query-parameter-name": attribute.value,
  "token-value": attribute.value,
  "failed-validation-httpcode": { type: "integer", expressions: true, min: 100, max: 999 },
  "failed-validation-error-message": attribute.value,
  "output-token-variable-name": attribute.text,
};

const SOURCES = ["header-name", "query-parameter-name", "token-value"];

/** The token is in one place. */
export function checkSources({ attributes }: Element, check: Check, required: boolean): void {
  const given = SOURCES.filter((name) => attributes.has(name));
  if (given.length > 1 || required && given.length === 0) {
    check.report(FINDING.exactlyOne(given.length, ...SOURCES));
  }
}

/** A list of texts, such as audiences. */
export function listRule(
  name: string,
  textExpressions = true,
): ElementRule & { readonly max: number } {
  const item = { text: "required", textExpressions, min: 1 } as const;
  return { max: 1, children: { kind: "elements", elements: { [name]: item } } };
}

/** The values of such a list; none when it is not there. */
export function listOf(node: PolicyNode, list: string, name: string): (run: Run) => string[] {
  const values = (node.child(list)?.children(name) ?? []).map((value) => value.content);
  return (run) => values.map((value) => value(run));
}

const keysOf = (key: ElementRule): ElementRule & { readonly max: number } => ({
  max: 1,
  children: { kind: "elements", elements: { key: { ...key, min: 1 } } },
});

/** Certificates of the service are named by `certificate-id`, and not known here. */
const CERTIFICATE_ID = { "certificate-id": attribute.value };

/** Keys that signed: by text, or by modulus and exponent. */
export const SIGNING_KEYS = keysOf({
  text: "optional",
  attributes: { id: attribute.text, ...CERTIFICATE_ID, n: attribute.text, e: attribute.text },
});

export const DECRYPTION_KEYS = keysOf({ text: "optional", attributes: CERTIFICATE_ID });

/** Where nothing but certificates decrypt. */
export const DECRYPTION_CERTIFICATES = keysOf({
  attributes: { "certificate-id": attribute.requiredValue },
});

/** The secrets of `decryption-keys`. */
export function decryptionKeys(node: PolicyNode): (run: Run) => Uint8Array[] {
  const keys = node.child("decryption-keys")?.children("key") ?? [];
  const texts = keys.map((key) => ({ text: key.content, certificate: certificateOf(key) }));
  return (run) =>
    texts.map(({ text, certificate }) => {
      certificate(run);
      return decodeBase64(text(run));
    });
}

/** Fails for a key that is a certificate of the service, which this gateway does not hold. */
export function certificateOf(key: PolicyNode): (run: Run) => void {
  const id = key.optionalText("certificate-id");
  return (run) => {
    if (id === null) return;
    throw FAILURE.certificateNotFound(id(run));
  };
}

/** Of validating one, without its length. */
const STEPS_PER_TOKEN = 200;

/** What is told of a token that is not there, and of one that does not pass. */
export interface Wording {
  readonly missing: string;
  readonly invalid: string;
}

/** The policy's step: finds the token, has it validated, and turns faults into its reply. */
export function tokenStep(
  node: PolicyNode,
  wording: Wording,
  validate: (run: Run, token: string) => Promise<Jwt>,
): Step {
  const find = tokenOf(node);
  const statusCode = node.number("failed-validation-httpcode", 401);
  const message = node.optionalText("failed-validation-error-message");
  const variable = node.literal("output-token-variable-name");
  const refused = (run: Run, thrown: unknown): PolicyError => {
    if (!(thrown instanceof JwtFault)) return asPolicyError(thrown);
    const { reason, message: text, said } = thrown.fault;
    const error = new PolicyError(reason, text);
    error.place = node.place;
    run.context.lastError = error.lastError(run); // the message may be an expression that reads it
    const usual = reason === "TokenNotPresent" ? wording.missing : wording.invalid;
    return new PolicyError(reason, text, {
      statusCode: statusCode(run),
      message: message?.(run) ?? said ?? usual,
    });
  };
  return (run) => {
    const token = find(run);
    if (token === null) throw refused(run, new JwtFault(TOKEN_FAULT.notPresent(wording.missing)));
    run.context.budget?.spend(STEPS_PER_TOKEN + (token.length >> 3)); // read, decoded and hashed
    return validate(run, token).then((jwt) => {
      if (variable !== null) run.context.variables.set(variable, jwt);
      run.trace?.add(run, node.name, "token is valid", { subject: jwt.text("sub") });
      return "next" as const;
    }, (thrown) => {
      throw refused(run, thrown);
    });
  };
}

function tokenOf(node: PolicyNode): (run: Run) => string | null {
  const value = node.optionalText("token-value");
  if (value !== null) return (run) => value(run).trim() || null;
  const parameter = node.optionalText("query-parameter-name");
  if (parameter !== null) {
    return (run) => run.context.request.url.query.get(parameter(run))?.[0] || null;
  }
  const name = node.text("header-name", "Authorization");
  const scheme = node.text("require-scheme");
  return (run) => {
    const header = run.context.request.headers.values(name(run))?.[0]?.trim() ?? "";
    const space = header.lastIndexOf(" ");
    const found = header.slice(0, Math.max(space, 0)).trim();
    const wanted = scheme(run);
    if (wanted !== "" && found.toLowerCase() !== wanted.toLowerCase()) return null;
    return header.slice(space + 1) || null;
  };
}
