/** `<rewrite-uri>`: the path and query that go to the backend, relative to its URL. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { parseQuery } from "../../contracts/url.ts";
import { FINDING } from "../../contracts/texts/findings.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { Run } from "../../contracts/run.ts";

export const rewriteUri = definePolicy({
  name: "rewrite-uri",
  sections: ["inbound"],
  documentation: policyPage("rewrite-uri"),
  attributes: {
    template: { type: "text", required: true, expressions: true, allowEmpty: true },
    "copy-unmatched-params": attribute.booleanValue,
  },
  check({ attributes }, { options, report }) {
    const template = attributes.get("template")?.content;
    const { operationTemplate } = options;
    if (template?.kind !== "literal" || typeof operationTemplate !== "string") return;
    const known = new Set(parametersOf(operationTemplate));
    if (parametersOf(template.text).some((name) => !known.has(name))) {
      report(FINDING.unknownTemplateParameter);
    }
  },
  compile(node) {
    const template = node.text("template");
    const copyUnmatched = node.boolean("copy-unmatched-params", true);
    const known = template.constant === undefined ? null : readTemplate(template.constant);
    return (run) => {
      const read = known ?? readTemplate(template(run));
      rewrite(run, read, copyUnmatched(run));
      run.trace?.add(run, "rewrite-uri", run.path, { template: read.text });
      return "next";
    };
  },
});

const PARAMETER = /\{\*?([^{}]+)\}/g;

function parametersOf(template: string): string[] {
  return [...template.matchAll(PARAMETER)].map(([, name]) => name.toLowerCase());
}

interface Template {
  readonly text: string;
  readonly trimmed: string;
  readonly valid: boolean;
  /** Whether it has parameters to fill in. */
  readonly open: boolean;
}

function readTemplate(text: string): Template {
  const trimmed = text.trim();
  return { text, trimmed, valid: !/[\s\0]/.test(trimmed), open: trimmed.includes("{") };
}

function rewrite(run: Run, { text, trimmed, valid, open }: Template, copyUnmatched: boolean): void {
  const { request, operation } = run.context;
  if (!valid) {
    throw FAILURE.invalidTemplate(text);
  }
  const filled = open ? fill(trimmed, request.matchedParameters) : trimmed;
  const mark = filled.indexOf("?");
  const path = mark === -1 ? filled : filled.slice(0, mark);
  run.path = path.startsWith("/") ? path : `/${path}`;
  const { url } = request;
  if (mark !== -1 || !copyUnmatched || operation?.urlTemplate.includes("?")) {
    const query = parseQuery(mark === -1 ? "" : filled.slice(mark));
    if (copyUnmatched) copyOthers(url.query, query, operation?.urlTemplate ?? "");
    url.query = query;
  }
  url.path = run.path;
}

function fill(template: string, parameters: ReadonlyMap<string, string>): string {
  return template.replace(PARAMETER, (whole, name: string) => parameters.get(name) ?? whole);
}

/** Adds what the caller sent and the operation's own template did not match. */
function copyOthers(
  from: ReadonlyMap<string, string[]>,
  to: Map<string, string[]>,
  operationTemplate: string,
): void {
  const mark = operationTemplate.indexOf("?");
  const matched = parseQuery(mark === -1 ? "" : operationTemplate.slice(mark));
  for (const [name, values] of from) {
    if (!matched.has(name)) to.set(name, [...to.get(name) ?? [], ...values]);
  }
}
