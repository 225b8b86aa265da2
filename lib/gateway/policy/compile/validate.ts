/**
 * Checks a document against the policies' data, and compiles its expressions: every finding at once.
 * @module
 */
import type { Diagnostic } from "../../../core/diagnostic.ts";
import type { Section } from "../../contracts/context.ts";
import type { CompiledExpression } from "../../expression/mod.ts";
import type { CompileOptions } from "../definition/options.ts";
import { DEFAULT_FIDELITY, type Fidelity } from "../../contracts/fidelity.ts";
import { EVERY_SCOPE, type PolicyDefinition, type Usage } from "../definition/definition.ts";
import { POLICIES, policyNamed } from "../policies/mod.ts";
import { type ParsedDocument, parseDocument } from "../document/parse.ts";
import type { Content, Element } from "../document/tree.ts";
import { UNSUPPORTED } from "../definition/unsupported.ts";
import { checkContainer, checkElement, type ElementChecks } from "./elements.ts";
import { Expressions } from "./expressions.ts";
import { FindingLog, withMeant } from "./finding_log.ts";
import { FINDING } from "../../contracts/texts/findings.ts";

/** What validation learned of a document without errors: what its plan is built from. */
export interface ValidDocument {
  readonly root: Element;
  readonly expressions: ReadonlyMap<Content, CompiledExpression>;
  /** Roots of the fragments that it includes, by lower-case id. */
  readonly fragments: ReadonlyMap<string, Element>;
  readonly namedValues: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
}

export interface Validation {
  /** null when there are errors. */
  readonly document: ValidDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and checks a document; never throws for bad input. */
export function validate(text: string, options: CompileOptions): Validation {
  return new Validator(options).validate(text);
}

const SECTIONS: readonly Section[] = ["inbound", "backend", "outbound", "on-error"];

/** Fragments that may be included in each other. Assumption: the service documents no limit. */
export const MAX_FRAGMENT_DEPTH = 10;

/** Policies that a document may come to with its fragments. Assumption: the service documents no limit. */
export const MAX_POLICIES = 10_000;

class Validator implements ElementChecks {
  readonly log = new FindingLog();
  /** References that lead nowhere are errors in a service, and fine in a document that stands alone. */
  readonly open: boolean;
  readonly expressions: Expressions;
  readonly #namedValues = new Set<string>();
  readonly #backends = new Set<string>();
  readonly #fragments = new Map<string, Element>();
  /** Policies that were met in the document, and in the section or fragment under inspection. */
  readonly #met = { document: new Set<PolicyDefinition>(), section: new Set<PolicyDefinition>() };
  readonly #fidelity: Fidelity;
  #policyCount = 0;
  /** The section under inspection; null in a fragment by itself, which may be included in any. */
  #section: Section | null = null;

  constructor(readonly options: CompileOptions) {
    this.open = options.backendIds === null;
    this.#fidelity = options.fidelity ?? DEFAULT_FIDELITY;
    const allowList = this.#fidelity.undocumentedTypes === "refuse" ? "documented" : "apim";
    this.expressions = new Expressions(this.log, { open: this.open, allowList });
  }

  validate(text: string): Validation {
    const root = this.#document(text);
    const diagnostics = this.log.sorted();
    const failed = diagnostics.some(({ severity }) => severity === "error");
    if (root === null || failed) return { document: null, diagnostics };
    const document: ValidDocument = {
      root,
      expressions: this.expressions.compiled,
      fragments: this.#fragments,
      namedValues: this.#namedValues,
      backends: this.#backends,
    };
    return { document, diagnostics };
  }

  #document(text: string): Element | null {
    const parsed = this.#parse(text, this.options.format);
    const { root } = parsed;
    if (root === null || this.#unknownNamedValues(parsed)) return null;
    const { kind } = this.options;
    if (root.name !== kind) {
      this.log.error(root.position, root.name, FINDING.wrongRoot(root.name, kind));
    } else if (kind === "policies") {
      this.#sections(root);
    } else {
      checkContainer(this, root, ["policy"]);
      this.policies(root);
    }
    return root;
  }

  #parse(text: string, format: "xml" | "rawxml"): ParsedDocument {
    const namedValues = lowerCaseKeys(this.options.namedValues);
    const parsed = parseDocument(text, { format, namedValues });
    for (const found of parsed.diagnostics) this.log.add(found);
    for (const name of parsed.usedNamedValues) this.#namedValues.add(name);
    return parsed;
  }

  /**
   * Whether the document mentions named values without a value; then nothing else is looked at, as they are put in
   * before it is read. Liquid writes its own values as `{{name}}`, so those of a liquid template are not looked for.
   */
  #unknownNamedValues({ root, unknownNamedValues }: ParsedDocument): boolean {
    if (root === null || this.open) return false;
    let found = false;
    for (const { name, offset } of unknownNamedValues) {
      const path = elementsAt(root, offset);
      if (path.some(isLiquid)) continue;
      const element = path.at(-1)!;
      const inVault = this.options.namedValuesInVault?.has(name.toLowerCase());
      const finding = inVault ? FINDING.namedValueInVault(name) : FINDING.unknownNamedValue(name);
      this.log.error(element.position, element.name, finding);
      found = true;
    }
    return found;
  }

  #sections(root: Element): void {
    checkContainer(this, root, SECTIONS);
    const left = new Set<string>(SECTIONS);
    for (const element of root.children) {
      const { name, position } = element;
      if (!left.delete(name)) {
        this.log.error(
          position,
          root.name,
          withMeant(FINDING.invalidChild(root.name, name, [...left]), name, [...left]),
        );
      }
      const section = SECTIONS.find((section) => section === name);
      if (section === undefined) continue;
      this.#section = section;
      this.#met.section.clear();
      checkContainer(this, element, ["policy"]);
      this.policies(element);
      if (section === "backend" && element.children.length > 1) {
        this.log.error(position, name, FINDING.backendHoldsOne);
      }
    }
  }

  policies(parent: Element, holder: string | null = null, only?: readonly string[]): void {
    for (const child of parent.children) {
      if (only !== undefined && !only.includes(child.name)) {
        const finding = withMeant(
          FINDING.invalidChild(parent.name, child.name, only),
          child.name,
          only,
        );
        this.log.error(child.position, holder ?? parent.name, finding);
      } else {
        this.#policy(child, holder);
      }
    }
  }

  /** @param holder the policy whose child it is, fragments seen through */
  #policy(element: Element, holder: string | null): void {
    const { name, position, attributes } = element;
    if (++this.#policyCount > MAX_POLICIES) {
      if (this.#policyCount > MAX_POLICIES + 1) return;
      return this.log.error(position, name, FINDING.tooManyPolicies(MAX_POLICIES));
    }
    const definition = policyNamed(name);
    if (definition === undefined) {
      const need = UNSUPPORTED.get(name);
      const finding = need === undefined
        ? withMeant(FINDING.unknownPolicy(name), name, POLICIES.map((policy) => policy.name))
        : FINDING.unsupportedPolicy(name, need);
      return this.log.error(position, name, finding);
    }
    const placed = this.#place(element, definition, holder);
    const rule = { ...definition, attributes: { ...definition.attributes, id: POLICY_ID } };
    checkElement(this, element, rule, name);
    definition.check?.(element, {
      options: this.options,
      section: this.#section ?? "inbound",
      report: (finding, attribute) => {
        const place = attribute === undefined ? undefined : attributes.get(attribute);
        this.log.error(place?.position ?? position, name, finding);
      },
      add: (found) => this.log.add(found),
    });
    if (name === "include-fragment" && placed) this.#include(element, holder);
    const backend = attributes.get("backend-id")?.content;
    if (backend?.kind === "literal") this.#backends.add(backend.text.toLowerCase());
  }

  /** Whether the policy may stand where it stands, as far as fragments go. */
  #place(
    { name, position }: Element,
    definition: PolicyDefinition,
    holder: string | null,
  ): boolean {
    const { sections, scopes = EVERY_SCOPE } = definition;
    const { once, notInFragments, notIn } = usageOf(definition, this.#fidelity);
    const section = this.#section;
    const { scope } = this.options;
    const inFragment = section === null || this.log.inclusion !== null;
    if (inFragment && notInFragments) {
      this.log.error(position, name, FINDING.notInFragment(name));
    } else if (section !== null && !sections.includes(section)) {
      this.log.error(position, name, FINDING.wrongSection);
    } else if (section !== null && scope !== null && !scopes.includes(scope)) {
      this.log.error(position, name, FINDING.wrongScope);
    }
    if (holder !== null && notIn?.includes(holder)) {
      this.log.error(position, holder, FINDING.invalidChild(holder, name, []));
    }
    if (once !== undefined && this.#met[once].has(definition)) {
      this.log.error(position, name, FINDING.repeated(name, once));
    }
    this.#met.document.add(definition);
    this.#met.section.add(definition);
    return !(inFragment && notInFragments);
  }

  #include({ name, position, attributes }: Element, holder: string | null): void {
    const content = attributes.get("fragment-id")?.content;
    if (content?.kind !== "literal") return;
    const id = content.text.toLowerCase();
    const outer = this.log.inclusion;
    const { ids, at } = outer ?? { ids: [], at: position };
    if (ids.includes(id) || ids.length === MAX_FRAGMENT_DEPTH) {
      return this.log.error(position, name, FINDING.fragmentCycle(content.text));
    }
    const fragment = lowerCaseKeys(this.options.fragments).get(id);
    if (fragment === undefined) {
      if (!this.open) this.log.error(position, name, FINDING.unknownFragment(content.text));
      return;
    }
    this.log.inclusion = { ids: [...ids, id], at };
    let root = this.#fragments.get(id) ?? null;
    if (root === null) {
      const parsed = this.#parse(fragment.text, fragment.format);
      root = this.#unknownNamedValues(parsed) ? null : parsed.root;
    }
    if (root !== null) {
      this.#fragments.set(id, root);
      this.policies(root, holder);
    }
    this.log.inclusion = outer;
  }
}

/** The usage notes that hold under the choices made. */
function usageOf({ disputed, ...definition }: PolicyDefinition, fidelity: Fidelity): Usage {
  return disputed?.holds(fidelity) ? disputed : definition;
}

/** Any policy may carry an id. */
const POLICY_ID = { type: "text" } as const;

/** The elements that hold the offset, the outermost first. */
function elementsAt(root: Element, offset: number): Element[] {
  const inner = root.children.find(({ range }) => offset >= range.start && offset < range.end);
  return inner === undefined ? [root] : [root, ...elementsAt(inner, offset)];
}

function isLiquid({ name, attributes }: Element): boolean {
  const template = attributes.get("template")?.content;
  return name === "set-body" && template?.kind === "literal" && template.text === "liquid";
}

function lowerCaseKeys<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].map(([key, value]) => [key.toLowerCase(), value]));
}
