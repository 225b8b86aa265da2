import "../../defects.ts";
import assert from "node:assert/strict";
import fc from "../../properties.ts";
import type { Section } from "../../../lib/gateway/contracts/context.ts";
import { compileDocument } from "../../../lib/gateway/policy/compile/compile.ts";
import type {
  AttributeRule,
  ElementRule,
  PolicyDefinition,
} from "../../../lib/gateway/policy/definition/definition.ts";
import { runPipeline } from "../../../lib/gateway/policy/engine/pipeline.ts";
import { POLICIES } from "../../../lib/gateway/policy/policies/mod.ts";
import { Gateway, makeRun, policies } from "./harness.ts";

/** Values that are sometimes right. */
const value = fc.constantFrom(
  "",
  "x",
  "1",
  "0",
  "60",
  "true",
  "false",
  "liquid",
  "copy",
  "delete",
  "https://a.test/b",
  "{a}",
  "{{b}}",
  "@(1)",
  "@(true)",
  `@("x")`,
  "@(null)",
  "@(context.Response.StatusCode == 429)",
  `@(context.Variables["x"])`,
  "@{ return context.Request.Body.As<string>(true); }",
  "@(",
  "&amp;",
);

/** Policies that may stand in a section, and now and then any. */
function policiesFor(section: Section): fc.Arbitrary<PolicyDefinition> {
  const others = POLICIES.filter(({ name }) => name !== "base");
  const fitting = others.filter(({ sections }) => sections.includes(section));
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...fitting) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** A value that the rule allows. */
function fitting({ type, min = 1, max = min + 5 }: AttributeRule): fc.Arbitrary<string> {
  if (typeof type !== "string") return fc.constantFrom(...type);
  if (type === "boolean") return fc.constantFrom("true", "false");
  if (type === "header-name") return fc.constantFrom("x-a", "Retry-After");
  if (type === "text") return fc.constantFrom("x", "https://a.test/b", "y");
  return fc.integer({ min, max: Math.min(max, min + 5) }).map(String);
}

/** Mostly right. */
const valueFor = (rule: AttributeRule) =>
  fc.oneof({ weight: 25, arbitrary: fitting(rule) }, { weight: 1, arbitrary: value });

/** An element by a rule, sometimes with what does not belong there. */
function element(
  name: string,
  rule: ElementRule,
  section: Section,
  depth: number,
): fc.Arbitrary<string> {
  const attributes = fc.tuple(
    ...Object.entries(rule.attributes ?? {}).map(([attribute, rule]) =>
      fc.option(valueFor(rule), { freq: rule.required ? 100 : 2, nil: null })
        .map((value) => value === null ? "" : ` ${attribute}="${value.replaceAll('"', "&quot;")}"`)
    ),
  ).map((parts) => parts.join(""));
  const children = rule.children;
  const inside = children === undefined
    ? fc.constant("")
    : children.kind === "policies"
    ? fc.array(policy(section, depth - 1), { maxLength: depth > 0 ? 3 : 0 })
      .map((parts) => parts.join(""))
    : fc.tuple(
      ...Object.entries(children.elements).map(([child, rule]) =>
        fc.array(element(child, rule, section, depth), {
          minLength: Math.max(rule.min ?? 0, child === "value" || child === "set-url" ? 1 : 0),
          maxLength: Math.min(rule.max ?? 2, 2),
        })
      ),
    ).map((parts) => parts.flat().join(""));
  const text = rule.text === undefined || rule.text === "none"
    ? fc.constant("")
    : valueFor({ type: "text" });
  return fc.tuple(attributes, text, inside)
    .map(([attributes, text, inside]) => `<${name}${attributes}>${text}${inside}</${name}>`);
}

function policy(section: Section, depth: number): fc.Arbitrary<string> {
  return policiesFor(section).chain((definition) =>
    depth < 0 ? fc.constant("") : element(definition.name, definition, section, depth)
  );
}

const some = (section: Section) =>
  fc.array(policy(section, 2), { maxLength: 3 }).map((parts) => parts.join(""));
const document = fc.record({
  inbound: some("inbound"),
  backend: policy("backend", 2),
  outbound: some("outbound"),
  onError: some("on-error"),
}).map(policies);

Deno.test("compileDocument finds or compiles, and never throws; a plan always answers", async () => {
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const outcome = compileDocument(text, {
        format: "rawxml",
        kind: "policies",
        scope: "api",
        namedValues: new Map([["b", "2"]]),
        fragments: new Map(),
        backendIds: null,
        loggerIds: null,
      });
      const errors = outcome.diagnostics.filter(({ severity }) => severity === "error");
      assert.equal(outcome.document === null, errors.length > 0);
      if (outcome.document === null) return;
      compiled++;
      const gateway = new Gateway();
      const state = makeRun({}, { body: `{"a":1}` }, gateway);
      const run = { ...state, documents: [{ scope: "api" as const, document: outcome.document }] };
      const reply = runPipeline(run);
      const response = reply instanceof Promise ? await gateway.clock.run(reply) : reply;
      assert.ok(Number.isInteger(response.statusCode));
      assert.notEqual(
        run.context.lastError?.reason,
        "InternalError",
        run.context.lastError?.message,
      );
    }),
    { numRuns: 1500 },
  );
  assert.ok(compiled > 100, `only ${compiled} documents were valid`);
});
