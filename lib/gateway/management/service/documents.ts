/**
 * The compiled policy documents of one service: compiled again when their text or what they refer to changes.
 * @module
 */
import { table } from "../../../core/table.ts";
import type { Diagnostic } from "../../../core/diagnostic.ts";
import type {
  compileDocument,
  CompileOptions,
  CompileOutcome,
} from "../../policy/compile/compile.ts";
import type { Scope } from "../../contracts/context.ts";
import type { Fidelity } from "../../contracts/fidelity.ts";
import { ArmError, type ErrorDetail, finding } from "../arm/error.ts";
import { type Conceal, concealer } from "../conceal.ts";
import { textOf } from "../arm/json.ts";
import type { Entity, ResourceTree } from "../model.ts";
import { idsIn, namedValues, namedValuesIn, namedValuesInVault } from "../references.ts";
import {
  policyFragments,
  type PolicyText,
  policyText,
  policyTexts,
} from "../resources/policies.ts";
import type { CompiledDocument } from "../../contracts/run.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { FINDING, NOT_WELL_FORMED } from "../../contracts/texts/findings.ts";

export type Compile = typeof compileDocument;

const SCOPES: Readonly<Record<string, Scope>> = table({
  "policies": "global",
  "products/policies": "product",
  "apis/policies": "api",
  "apis/operations/policies": "operation",
});

interface Compiled {
  /** What it was compiled from: equal keys, equal results. */
  readonly key: string;
  readonly entity: Entity;
  readonly document: CompiledDocument | null;
  /** False while it waits for a named value that it mentions. */
  readonly bound: boolean;
}

/** Names in a text: of named values, of fragments, and `backend x` or `logger x`. */
interface Mentions {
  readonly values: ReadonlySet<string>;
  readonly fragments: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

/** What compiling needs of the tree, gathered once for all documents. */
interface Surroundings
  extends Pick<CompileOptions, "namedValues" | "namedValuesInVault" | "fragments"> {
  readonly backendIds: ReadonlySet<string>;
  readonly loggerIds: ReadonlySet<string>;
  readonly fragmentEntities: ReadonlyMap<string, PolicyText>;
  /** Whether there is a `backend x` or `logger x`. */
  readonly has: (id: string) => boolean;
  readonly allIds: () => string;
  /** Of an operation's policy; null for any other. */
  readonly operationTemplate: (policy: Entity) => string | null;
  /** For findings: they quote the text with its named values filled in. */
  readonly conceal: Conceal;
}

export class Documents {
  #compiled = new Map<string, Compiled>();
  readonly #mentions = new WeakMap<Entity, Mentions>();
  readonly #compile: Compile;
  readonly #fidelity: Fidelity;

  constructor(compile: Compile, fidelity: Fidelity) {
    this.#compile = compile;
    this.#fidelity = fidelity;
  }

  /** The plan of the policy entity at `path`; null when there is none. */
  get(path: string): CompiledDocument | null {
    return this.#compiled.get(path.toLowerCase())?.document ?? null;
  }

  /**
   * Compiles what changed. All or nothing: with errors, the documents stay as they were.
   * @returns the errors of documents that no longer compile; none when all is well.
   */
  refresh(tree: ResourceTree): ErrorDetail[] {
    const surroundings = gather(tree);
    const next = new Map<string, Compiled>();
    const errors: ErrorDetail[] = [];
    for (const text of policyTexts(tree)) {
      const path = text.entity.path.toLowerCase();
      const old = this.#compiled.get(path);
      const key = this.#key(text, surroundings);
      next.set(path, old?.key === key ? old : this.#build(text, key, surroundings, old, errors));
    }
    if (errors.length === 0) this.#compiled = next;
    return errors;
  }

  /** What the result depends on: the text, the values and fragments it uses, which ids there are. */
  #key({ entity }: PolicyText, surroundings: Surroundings): string {
    const { values, fragments, ids } = this.#reach(entity, surroundings);
    const key: unknown[] = [entity.version];
    for (const name of values) {
      key.push(surroundings.namedValues.get(name) ?? null);
      key.push(surroundings.namedValuesInVault?.has(name) ?? false);
    }
    for (const id of fragments) {
      key.push(surroundings.fragmentEntities.get(id)?.entity.version ?? null);
    }
    for (const id of ids) {
      // which backend or logger a named value in the id means is known to the compiler alone
      key.push(id.includes("{{") ? surroundings.allIds() : surroundings.has(id));
    }
    return JSON.stringify(key);
  }

  /** What a document and the fragments that it includes, directly or not, mention. */
  #reach(entity: Entity, { fragmentEntities }: Surroundings): Mentions {
    const own = this.#mentioned(entity);
    if (own.fragments.size === 0) return own;
    const values = new Set(own.values);
    const ids = new Set(own.ids);
    const fragments = new Set<string>();
    const open = [...own.fragments];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (fragments.has(id)) continue;
      fragments.add(id);
      const fragment = fragmentEntities.get(id);
      if (!fragment) continue;
      const mentioned = this.#mentioned(fragment.entity);
      for (const name of mentioned.values) values.add(name);
      for (const name of mentioned.ids) ids.add(name);
      open.push(...mentioned.fragments);
    }
    return { values, fragments, ids };
  }

  #mentioned(entity: Entity): Mentions {
    let mentioned = this.#mentions.get(entity);
    if (!mentioned) {
      const { text } = policyText(entity);
      const ids = [
        ...[...idsIn(text, "backend-id")].map((id) => `backend ${id}`),
        ...[...idsIn(text, "logger-id")].map((id) => `logger ${id}`),
      ];
      const fragments = idsIn(text, "fragment-id");
      mentioned = { values: namedValuesIn(text), fragments, ids: new Set(ids) };
      this.#mentions.set(entity, mentioned);
    }
    return mentioned;
  }

  #build(
    text: PolicyText,
    key: string,
    surroundings: Surroundings,
    old: Compiled | undefined,
    errors: ErrorDetail[],
  ): Compiled {
    const { entity } = text;
    const { backendIds, loggerIds } = surroundings;
    const sameText = old?.entity === entity;
    // an operation's template is looked at when its policy is put, not when the template changes later
    const operationTemplate = sameText ? null : surroundings.operationTemplate(entity);
    const outcome = this.#run(text, surroundings, { backendIds, loggerIds, operationTemplate });
    const found = errorsOf(outcome);
    if (found.length === 0) return { key, entity, document: outcome.document, bound: true };
    const missing = found.filter(({ code }) => this.#mayWait(code, entity));
    if (missing.length > 0 && !(sameText && old.bound)) {
      const alone = this.#run(text, surroundings, { backendIds: null, loggerIds: null });
      if (errorsOf(alone).length === 0) {
        const messages = [...new Set(missing.map(({ message }) => message))];
        return { key, entity, document: waiting(messages.join(" ")), bound: false };
      }
    }
    // a document that was waiting goes on waiting when more is missing than has come
    if (sameText && !old.bound) return { ...old, key };
    for (const diagnostic of found) {
      const message = surroundings.conceal(diagnostic.message);
      if (diagnostic.code === NOT_WELL_FORMED && entity.kind === policyFragments) {
        throw new ArmError(400, "ValidationError", FINDING.fragmentNotWellFormed(message).message);
      }
      errors.push(detailOf({ ...diagnostic, message }, entity, sameText));
    }
    return { key, entity, document: null, bound: true };
  }

  /** Whether a document with such an error is taken all the same, and waits for the named value. */
  #mayWait(code: string, { kind }: Entity): boolean {
    if (code !== "unknown-named-value") return code === "named-value-in-vault";
    const { missingNamedValue } = this.#fidelity;
    return missingNamedValue === "deferred" ||
      missingNamedValue === "refused-except-product" && kind.path === "products/policies";
  }

  #run(
    { entity, text, format }: PolicyText,
    { namedValues, namedValuesInVault, fragments }: Surroundings,
    known: Pick<CompileOptions, "backendIds" | "loggerIds" | "operationTemplate">,
  ): CompileOutcome {
    const isFragment = entity.kind === policyFragments;
    return this.#compile(text, {
      format,
      kind: isFragment ? "fragment" : "policies",
      scope: isFragment ? "global" : SCOPES[entity.kind.path],
      namedValues,
      namedValuesInVault,
      fragments,
      fidelity: this.#fidelity,
      ...known,
    });
  }
}

function errorsOf({ diagnostics }: CompileOutcome): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

/** @param elsewhere the document stands in another resource than the one that the request changes. */
function detailOf(
  { code, element, line, column, message }: Diagnostic,
  { kind, path }: Entity,
  elsewhere: boolean,
): ErrorDetail {
  if (code === NOT_WELL_FORMED && !elsewhere) return finding("representation", message);
  const target = element ?? (kind === policyFragments ? "fragment" : "policies");
  const place = `Error in element '${target}' on line ${line}, column ${column}`;
  return finding(target, `${place}${elsewhere ? ` of ${path}` : ""}: ${message}`);
}

/** What is served until a document's named values are there: every request fails, and says why. */
function waiting(message: string): CompiledDocument {
  const inbound = () => {
    throw FAILURE.namedValueNotFound(message);
  };
  const none: ReadonlySet<string> = new Set();
  return Object.freeze({
    sections: { inbound, backend: null, outbound: null, "on-error": null },
    references: { namedValues: none, fragments: none, backends: none },
  });
}

function gather(tree: ResourceTree): Surroundings {
  const fragmentEntities = new Map(
    tree.list(policyFragments.path).map((e) => [e.name.toLowerCase(), policyText(e)]),
  );
  const ids = (collection: string) =>
    new Set(tree.list(collection).map(({ name }) => name.toLowerCase()));
  const backendIds = ids("backends");
  const loggerIds = ids("loggers");
  return {
    namedValues: namedValues(tree),
    namedValuesInVault: namedValuesInVault(tree),
    fragments: fragmentEntities,
    fragmentEntities,
    backendIds,
    loggerIds,
    has: (id) => {
      const [kind, name] = [id.slice(0, id.indexOf(" ")), id.slice(id.indexOf(" ") + 1)];
      return (kind === "backend" ? backendIds : loggerIds).has(name);
    },
    operationTemplate: ({ kind, path }) => {
      if (kind.path !== "apis/operations/policies") return null;
      const operation = tree.get(path.split("/").slice(0, 4).join("/"));
      return textOf(operation?.properties.urlTemplate) ?? null;
    },
    allIds: () => [...backendIds, "|", ...loggerIds].join("/"),
    conceal: (text) => concealer(tree)(text),
  };
}
