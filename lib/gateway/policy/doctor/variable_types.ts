/**
 * The types that variables may have where an expression runs: follows a document's policies in order.
 * @module
 */
import type { Element } from "../document/tree.ts";
import { holdsPolicies, literal, type Patient } from "./patient.ts";

/** C# types that a variable may hold; null where one of them is not known. A missing variable is unset. */
export type Types = ReadonlySet<string> | null;
/** What send-request sets. */
const RESPONSE: Types = new Set(["IResponse"]);
type State = Map<string, Types>;

/** Told of every element with the variables as they are when its expressions run. */
export type Visit = (element: Element, variables: ReadonlyMap<string, Types>) => void;

/** Follows inbound, backend and outbound in order; on-error may come from anywhere before. */
export function followVariables(patient: Patient, visit: Visit): void {
  const walker = new Walker(patient, visit);
  let state: State = new Map();
  for (const name of ["inbound", "backend", "outbound"] as const) {
    const section = patient.section(name);
    if (section !== null) state = walker.children(section, state);
  }
  const onError = patient.section("on-error");
  if (onError !== null) walker.children(onError, new Map(walker.ever));
}

function join(states: readonly State[]): State {
  const joined: State = new Map();
  for (const state of states) {
    for (const [name, types] of state) {
      const known = joined.get(name);
      joined.set(name, known === undefined ? types : union(known, types));
    }
  }
  return joined;
}

function union(a: Types, b: Types): Types {
  return a === null || b === null ? null : new Set([...a, ...b]);
}

class Walker {
  /** Every type that any policy so far has given. */
  readonly ever: State = new Map();
  #visit: Visit;

  constructor(private readonly patient: Patient, visit: Visit) {
    this.#visit = visit;
  }

  children(parent: Element, state: State): State {
    for (const child of parent.children) state = this.#policy(child, state);
    return state;
  }

  #policy(element: Element, state: State): State {
    switch (element.name) {
      case "choose":
        return this.#choose(element, state);
      case "retry":
        return this.#retry(element, state);
      case "include-fragment": // may set anything
        return new Map([...state.keys()].map((name) => [name, null]));
    }
    this.#visit(element, state);
    const after = holdsPolicies(element) ? this.children(element, state) : state;
    const [name, types] = this.#assignment(element);
    if (name === null) return after;
    this.ever.set(name, union(this.ever.get(name) ?? new Set(), types));
    return new Map(after).set(name, types);
  }

  #choose(element: Element, state: State): State {
    const ends: State[] = [];
    for (const branch of element.children) {
      this.#visit(branch, state);
      ends.push(this.children(branch, state));
    }
    const complete = element.children.some(({ name }) => name === "otherwise");
    return join(complete ? ends : [...ends, state]);
  }

  /** The condition runs after the policies, and they run again after it. */
  #retry(element: Element, state: State): State {
    const visit = this.#visit;
    this.#visit = () => {};
    const once = this.children(element, state);
    this.#visit = visit;
    const end = this.children(element, join([state, once]));
    this.#visit(element, end);
    return end;
  }

  /** The variable that a policy sets. */
  #assignment(element: Element): [name: string | null, types: Types] {
    switch (element.name) {
      case "set-variable": {
        const { content } = element.attributes.get("value")!;
        const type = content.kind === "literal" ? "string" : this.patient.staticType(content);
        return [
          literal(element, "name"),
          type === null || type === "object" ? null : new Set([type]),
        ];
      }
      case "cache-lookup-value":
        return [literal(element, "variable-name"), null];
      case "send-request":
        return [literal(element, "response-variable-name"), RESPONSE];
      default:
        return [null, null];
    }
  }
}
