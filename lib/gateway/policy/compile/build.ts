/**
 * A valid document to its plan.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { isPromise } from "../../../core/maybe_promise.ts";
import type { Scope, Section } from "../../contracts/context.ts";
import { loadBodies, type PlanBuilder, PolicyNode, type Reads } from "../definition/node.ts";
import { policyNamed } from "../policies/mod.ts";
import { type PlacedStep, sequence } from "../engine/sequence.ts";
import type { Content, Element } from "../document/tree.ts";
import type { ValidDocument } from "./validate.ts";
import type { CompiledDocument, Step } from "../../contracts/run.ts";
import { type Place } from "../../contracts/policy_error.ts";

/** The plan of a document that was found valid for `scope`. */
export function buildPlan(document: ValidDocument, scope: Scope): CompiledDocument {
  const builder = new Builder(document);
  const elementOf = (name: Section) =>
    document.root.name === "policies"
      ? document.root.children.find((child) => child.name === name)
      : undefined;
  const placeIn = (section: Section): Place => ({
    source: "",
    path: "",
    policyId: "",
    scope,
    section,
  });
  const section = (name: Section): Step | null => {
    const element = elementOf(name);
    return element === undefined ? null : builder.policies(element, placeIn(name));
  };
  const inbound = elementOf("inbound");
  const cors = inbound?.children.filter(({ name }) => name === "cors").slice(0, 1) ?? [];
  return Object.freeze({
    sections: Object.freeze({
      inbound: section("inbound"),
      backend: section("backend"),
      outbound: section("outbound"),
      "on-error": section("on-error"),
    }),
    preflight: cors.length === 0
      ? null
      : builder.policies({ ...inbound!, children: cors }, placeIn("inbound")),
    references: Object.freeze({
      namedValues: document.namedValues,
      fragments: new Set(document.fragments.keys()),
      backends: document.backends,
    }),
  });
}

class Builder implements PlanBuilder {
  reads: Reads = { requestBody: false, responseBody: false };

  constructor(readonly document: ValidDocument) {}

  expression(content: Content) {
    return this.document.expressions.get(content)!;
  }

  policies(parent: Element, within: Place): Step {
    return sequence(this.#placed(parent, within));
  }

  eachPolicy(parent: Element, within: Place): Step[] {
    return this.#placed(parent, within).map((policy) => sequence([policy]));
  }

  #placed(parent: Element, within: Place): PlacedStep[] {
    const seen = new Map<string, number>();
    return parent.children.map((element) => {
      const { name } = element;
      const index = (seen.get(name) ?? 0) + 1;
      seen.set(name, index);
      const own = `${name}[${index}]`;
      const id = element.attributes.get("id")?.content;
      const place: Place = Object.freeze({
        ...within,
        source: name,
        path: within.path === "" ? own : `${within.path}/${own}`,
        policyId: id?.kind === "literal" ? id.text : "",
        line: element.position.line,
        column: element.position.column,
      });
      return { place, step: this.#step(element, place), resumes: leadsToCacheStore(element) };
    });
  }

  fragment(id: string, place: Place): Step {
    const root = this.document.fragments.get(id.toLowerCase());
    if (root !== undefined) return this.policies(root, place);
    return () => {
      throw FAILURE.fragmentNotFound(id);
    };
  }

  /** The policy's step; where its expressions read bodies, these are loaded first. */
  #step(element: Element, place: Place): Step {
    const outer = this.reads;
    const reads = this.reads = { requestBody: false, responseBody: false };
    const policy = policyNamed(element.name)!;
    const step = policy.compile(new PolicyNode(element, place, this, policy));
    this.reads = outer;
    if (!reads.requestBody && !reads.responseBody) return step;
    return (run) => {
      const loading = loadBodies(run, reads);
      return isPromise(loading) ? loading.then(() => step(run)) : step(run);
    };
  }
}

/** Elements whose policies stand elsewhere. */
const INDIRECT = ["base", "include-fragment"];

function leadsToCacheStore({ name, children }: Element): boolean {
  return name === "cache-store" || INDIRECT.includes(name) || children.some(leadsToCacheStore);
}
