/**
 * The policies against their pages: where each may stand, how often, in fragments or not, and its attributes.
 * `reference.json` is what the pages' tables and usage notes said in November 2026.
 */
import assert from "node:assert/strict";
import type {
  ElementRule,
  PolicyDefinition,
} from "../../../lib/gateway/policy/definition/definition.ts";
import { EVERY_SCOPE, EVERY_SECTION } from "../../../lib/gateway/policy/definition/definition.ts";
import { neededBy, UNSUPPORTED } from "../../../lib/gateway/policy/definition/unsupported.ts";
import { POLICIES } from "../../../lib/gateway/policy/policies/mod.ts";
import reference from "./reference.json" with { type: "json" };

interface AttributeOfPage {
  readonly required: boolean;
  /** Left out where the page does not say. */
  readonly expressions?: boolean;
}

interface Page {
  readonly sections: readonly string[] | null;
  readonly scopes: readonly string[];
  readonly once: "section" | "document" | null;
  readonly fragments: boolean;
  readonly attributes: Readonly<Record<string, AttributeOfPage>>;
  readonly elements?: Readonly<Record<string, Readonly<Record<string, AttributeOfPage>>>>;
}

const PAGES = reference as unknown as Readonly<Record<string, Page>>;

const ISSUERS_KEYS = "for issuer signing keys only, as the table says: decryption keys share it";

/** Where a definition is not what its page says, and what speaks for that. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  "authentication-managed-identity: sections": "a deployed sample has it in outbound",
  "include-fragment: fragments": "the switch nestedFragments: the page on fragments forbids it",
  "llm-token-limit: estimate-prompt-tokens required":
    "the page's own example leaves it out with a quota",
  "mock-response: index": "the page's statement shows it; the table leaves it out",
  "rate-limit: version": "deployed policies carry it",
  "set-body: sections": "allowed in on-error, as the page on errors and reports have it",
  "set-status: reason required": "one in eight of 280 public documents leaves it out",
  "validate-content: content/action":
    "the statement and the examples show it; the table leaves it out",
  "validate-jwt: claim/name": "the statement and the examples show it; the table leaves it out",
  "validate-jwt: key/e": ISSUERS_KEYS,
  "validate-jwt: key/id": ISSUERS_KEYS,
  "validate-jwt: key/n": ISSUERS_KEYS,
  "trace: sections": "allowed in on-error, as the page on errors has it",
};

/** Where a page says nothing of expressions, the general page allows them: either is right. */
function attributesDiffer(
  policy: string,
  ours: ElementRule["attributes"] = {},
  pages: Readonly<Record<string, AttributeOfPage>>,
): string[] {
  const found: string[] = [];
  for (const name of new Set([...Object.keys(ours), ...Object.keys(pages)])) {
    const rule = ours[name];
    const page = pages[name];
    if (page === undefined) found.push(name);
    else if (rule === undefined) {
      if (neededBy(policy, name) === null) found.push(name);
    } else {
      if (Boolean(rule.required) !== page.required) found.push(`${name} required`);
      const expressions = page.expressions ?? Boolean(rule.expressions);
      if (Boolean(rule.expressions) !== expressions) found.push(`${name} expressions`);
    }
  }
  return found;
}

function* rulesNamed(name: string, { children }: ElementRule): Generator<ElementRule> {
  if (children?.kind !== "elements") return;
  for (const [child, rule] of Object.entries(children.elements)) {
    if (child === name) yield rule;
    yield* rulesNamed(name, rule);
  }
}

function differences(policy: PolicyDefinition, page: Page): string[] {
  const { sections, scopes = EVERY_SCOPE, disputed } = policy;
  const found: string[] = [];
  const differ = (what: string, ours: unknown, pages: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(pages)) found.push(what);
  };
  const of = <T extends string>(all: readonly T[], some: readonly string[] | null) =>
    all.filter((one) => some?.includes(one));
  differ("sections", of(EVERY_SECTION, sections), of(EVERY_SECTION, page.sections));
  differ("scopes", of(EVERY_SCOPE, scopes), of(EVERY_SCOPE, page.scopes));
  differ("once", policy.once ?? disputed?.once ?? null, page.once);
  differ("fragments", !(policy.notInFragments || disputed?.notInFragments), page.fragments);
  found.push(...attributesDiffer(policy.name, policy.attributes, page.attributes));
  for (const [element, attributes] of Object.entries(page.elements ?? {})) {
    const rules = [...rulesNamed(element, policy)];
    if (rules.length === 0) found.push(element);
    for (const rule of rules) {
      const inner = attributesDiffer(policy.name, rule.attributes, attributes);
      found.push(...inner.map((one) => `${element}/${one}`));
    }
  }
  return found.map((one) => `${policy.name}: ${one}`);
}

Deno.test("every policy is as its page has it, but for what speaks against the page", () => {
  const found = POLICIES.flatMap((policy) => {
    const page = PAGES[policy.name];
    return page === undefined ? [] : differences(policy, page);
  });
  assert.deepEqual(found.toSorted(), Object.keys(DEVIATIONS).toSorted());
});

Deno.test("every policy that has a page is there, or is refused by name", () => {
  const names = new Set([...POLICIES.map(({ name }) => name), ...UNSUPPORTED.keys()]);
  assert.deepEqual(Object.keys(PAGES).filter((name) => !names.has(name)), []);
});

Deno.test("the policies for Azure OpenAI are those for any model under another name", () => {
  const shapeOf = (name: string) => {
    const { name: _, documentation: __, check: ___, compile: ____, disputed, ...shape } = POLICIES
      .find((policy) => policy.name === name)!;
    return { ...shape, disputed: disputed && { ...disputed, holds: null } };
  };
  for (const part of ["emit-token-metric", "token-limit", "semantic-cache-store"]) {
    assert.deepEqual(shapeOf(`azure-openai-${part}`), shapeOf(`llm-${part}`), part);
  }
});
