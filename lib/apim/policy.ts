/**
 * Putting a policy document, with what the service finds wrong in it.
 * @module
 */
import { redact } from "../core/redaction.ts";
import type { Apim } from "./client.ts";
import { ApimError, detailsOf, statusOf } from "./errors.ts";
import { write } from "./repeat.ts";

/** One finding about a policy document. */
export interface PolicyFinding {
  readonly element: string;
  /** null where the service did not say. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** The management plane refused a document. */
export class PolicyRejectedError extends ApimError {
  override name = "PolicyRejectedError";
  readonly findings: readonly PolicyFinding[];

  constructor(
    action: string,
    findings: readonly PolicyFinding[],
    document: string,
    cause: unknown,
  ) {
    super(
      "policy-rejected",
      `Cannot ${action}: the service refuses the document.\n` +
        findings.map((finding) => describeFinding(finding, document)).join("\n"),
      "The policy that was there before still serves.",
      { cause },
    );
    this.findings = findings.map((one) => ({ ...one, message: redact(one.message) }));
  }
}

/** A document to put. */
export interface PolicyDocument {
  readonly apiId: string;
  readonly xml: string;
  /** `rawxml` (default) as in the portal, `xml` with entities inside expressions. */
  readonly format?: "rawxml" | "xml";
  /** What errors quote in place of `xml`: the same lines without the keys. */
  readonly shown?: string;
}

/**
 * Puts the API's policy. Success means stored, not yet served: see `waitUntilServed`.
 * @throws PolicyRejectedError with element, line, column and message of every finding.
 */
export async function applyPolicy(
  apim: Apim,
  document: PolicyDocument,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const { apiId, xml, format = "rawxml", shown = xml } = document;
  const action = `put the policy of API ${apiId}`;
  await write(action, async () => {
    try {
      await apim.client.apiPolicy.createOrUpdate(
        apim.resourceGroup,
        apim.serviceName,
        apiId,
        "policy",
        { format, value: xml },
        { abortSignal: options.signal },
      );
    } catch (error) {
      const details = detailsOf(error);
      if (statusOf(error) !== 400 || details.length === 0) throw error;
      throw new PolicyRejectedError(action, details.map(readFinding), shown, error);
    }
  }, options);
}

/** Reads "Error in element 'x' on line 3, column 7: …", the live service's wording. */
export function readFinding(detail: { target: string; message: string }): PolicyFinding {
  const match = /^Error in element '(.*?)' on line (\d+), column (\d+): (.*)$/s.exec(
    detail.message,
  );
  if (!match) {
    return { element: detail.target, line: null, column: null, message: detail.message };
  }
  const [, element, line, column, message] = match;
  return { element, line: Number(line), column: Number(column), message };
}

function describeFinding(finding: PolicyFinding, document: string): string {
  const { element, line, column, message } = finding;
  if (line === null || column === null) return `  <${element}>: ${message}`;
  const source = document.split(/\r?\n/)[line - 1];
  const place = `  line ${line}, column ${column}, <${element}>: ${message}`;
  if (source === undefined) return place;
  const text = redact(source); // before it is cut: half a key is none that would be known
  const before = redact(source.slice(0, column - 1)).length;
  const start = Math.max(0, before - 59);
  const excerpt = text.slice(start, start + 100);
  return `${place}\n    | ${excerpt}\n    | ${" ".repeat(before - start)}^`;
}
