/**
 * Type inference for generic methods (C# 7.3, section 7.5.2).
 * @module
 */
import { baseTypes } from "../../runtime/bases.ts";
import { symbolOf } from "../../runtime/symbols.ts";
import { type CsType, substitute } from "../../runtime/type.ts";
import { type AnyBound, isTyped } from "../bound.ts";
import { standardImplicit } from "../conversion.ts";
import * as t from "../types.ts";

/** An argument beside the type of its parameter. */
export interface InferencePair {
  readonly argument: AnyBound;
  readonly parameter: CsType;
  readonly byReference: boolean;
}

interface Variable {
  readonly exact: CsType[];
  readonly lower: CsType[];
  readonly upper: CsType[];
  fixed: CsType | null;
}

/** A delegate's parameters and return type, closed over its arguments; null for what is no delegate. */
export function delegateSignature(
  type: CsType,
): { parameters: CsType[]; modes: string[]; returns: CsType } | null {
  const symbol = symbolOf(type);
  const signature = symbol?.signature;
  if (!symbol || !signature) return null;
  const map = new Map(symbol.parameters.map((p, i) => [p, type.typeArguments[i]]));
  return {
    parameters: signature.parameters.map((p) => substitute(p.type, map)),
    modes: signature.parameters.map((p) => p.mode),
    returns: substitute(signature.returns, map),
  };
}

/** The method's type arguments; null when they cannot be inferred. */
export function inferTypeArguments(
  typeParameters: readonly CsType[],
  pairs: readonly InferencePair[],
): CsType[] | null {
  return new Inference(typeParameters).run(pairs);
}

class Inference {
  readonly #variables = new Map<CsType, Variable>();

  constructor(readonly typeParameters: readonly CsType[]) {
    for (const parameter of typeParameters) {
      this.#variables.set(parameter, { exact: [], lower: [], upper: [], fixed: null });
    }
  }

  run(pairs: readonly InferencePair[]): CsType[] | null {
    const delegates: InferencePair[] = [];
    for (const pair of pairs) this.#first(pair, delegates);
    for (;;) {
      const waiting = delegates.filter((pair) => this.#unfixedIn(pair.parameter).length > 0);
      if (!this.#fixSome(waiting)) return null;
      for (const pair of waiting) {
        const output = this.#outputs(pair);
        if (output.length > 0 && this.#inputs(pair).length === 0) this.#infer(pair);
      }
      if ([...this.#variables.values()].every((v) => v.fixed)) {
        return this.typeParameters.map((p) => this.#variables.get(p)!.fixed!);
      }
    }
  }

  #first(pair: InferencePair, delegates: InferencePair[]): void {
    const { argument, parameter } = pair;
    if (isTyped(argument)) {
      if (argument.type === t.VOID) return;
      if (pair.byReference) this.#exact(argument.type, parameter);
      else this.#lower(argument.type, parameter);
    } else if (argument.kind === "lambdaLiteral") {
      const types = argument.lambda.explicitTypes;
      const signature = delegateSignature(parameter);
      if (types && signature) {
        types.forEach((type, i) =>
          signature.parameters[i] && this.#exact(type, signature.parameters[i])
        );
      }
      delegates.push(pair);
    } else if (argument.kind === "declaration") {
      if (argument.declared) this.#exact(argument.declared, parameter);
    } else if (argument.kind === "group") {
      delegates.push(pair);
    } else if (argument.kind === "tupleLiteral" && t.isTuple(parameter)) {
      argument.elements.forEach((element, i) => {
        const type = parameter.typeArguments[i];
        if (type) {
          this.#first({ argument: element, parameter: type, byReference: false }, delegates);
        }
      });
    }
  }

  /** Fixes what can be fixed now. false: nothing can. */
  #fixSome(waiting: readonly InferencePair[]): boolean {
    const unfixed = [...this.#variables].filter(([, v]) => !v.fixed).map(([p]) => p);
    if (unfixed.length === 0) return true;
    const dependsOn = (parameter: CsType) =>
      waiting.filter((pair) => this.#outputs(pair).includes(parameter))
        .flatMap((pair) => this.#inputs(pair));
    let candidates = unfixed.filter((p) => this.#hasBounds(p) && dependsOn(p).length === 0);
    if (candidates.length === 0) {
      const needed = new Set(waiting.flatMap((pair) => this.#inputs(pair)));
      candidates = unfixed.filter((p) => needed.has(p) && this.#hasBounds(p));
    }
    if (candidates.length === 0) {
      // outputs of delegates whose inputs are all known can still give bounds
      return waiting.some((pair) =>
        this.#inputs(pair).length === 0 && this.#outputs(pair).length > 0 && this.#infer(pair)
      );
    }
    return candidates.every((p) => this.#fix(p));
  }

  #hasBounds(parameter: CsType): boolean {
    const { exact, lower, upper } = this.#variables.get(parameter)!;
    return exact.length + lower.length + upper.length > 0;
  }

  #unfixedIn(type: CsType, into: CsType[] = []): CsType[] {
    if (!type.isOpen) return into;
    const variable = this.#variables.get(type);
    if (variable && !variable.fixed) into.push(type);
    for (const argument of type.typeArguments) this.#unfixedIn(argument, into);
    return into;
  }

  #inputs({ argument, parameter }: InferencePair): CsType[] {
    const explicit = !isTyped(argument) && argument.kind === "lambdaLiteral" &&
      argument.lambda.explicitTypes;
    const signature = delegateSignature(parameter);
    if (!signature || explicit) return [];
    return signature.parameters.flatMap((p) => this.#unfixedIn(p));
  }

  #outputs({ parameter }: InferencePair): CsType[] {
    const signature = delegateSignature(parameter);
    return signature ? this.#unfixedIn(signature.returns) : [];
  }

  #close(type: CsType): CsType {
    const map = new Map<CsType, CsType>();
    for (const [parameter, variable] of this.#variables) {
      if (variable.fixed) map.set(parameter, variable.fixed);
    }
    return substitute(type, map);
  }

  /** From what a lambda or method group returns. Whether it gave anything. */
  #infer({ argument, parameter }: InferencePair): boolean {
    const signature = delegateSignature(parameter);
    if (!signature || isTyped(argument)) return false;
    const parameters = signature.parameters.map((p) => this.#close(p));
    let returns: CsType | null = null;
    if (argument.kind === "lambdaLiteral") {
      const { lambda } = argument;
      if (lambda.parameterCount === null || lambda.parameterCount === parameters.length) {
        returns = lambda.returnType(parameters);
      }
    } else if (argument.kind === "group") {
      returns = argument.group.resolve(parameters)?.returns ?? null;
    }
    if (returns === null || returns === t.VOID) return false;
    const before = this.#boundCount();
    this.#lower(returns, signature.returns);
    return this.#boundCount() > before;
  }

  #boundCount(): number {
    let count = 0;
    for (const { exact, lower, upper } of this.#variables.values()) {
      count += exact.length + lower.length + upper.length;
    }
    return count;
  }

  #add(type: CsType, parameter: CsType, bound: "exact" | "lower" | "upper"): boolean {
    const variable = this.#variables.get(parameter);
    if (!variable || variable.fixed) return false;
    if (!variable[bound].includes(type)) variable[bound].push(type);
    return true;
  }

  #exact(from: CsType, to: CsType): void {
    if (!to.isOpen || this.#add(from, to, "exact")) return;
    if (from.definition !== to.definition) return;
    from.typeArguments.forEach((argument, i) => this.#exact(argument, to.typeArguments[i]));
  }

  #lower(from: CsType, to: CsType): void {
    if (!to.isOpen || this.#add(from, to, "lower")) return;
    if (t.isNullable(to)) {
      if (t.isNullable(from)) this.#lower(t.underlying(from), t.underlying(to));
      return;
    }
    if (t.isArray(from) && t.isArray(to)) {
      if (from.definition === to.definition) {
        this.#lowerArgument(from.typeArguments[0], to.typeArguments[0], "out");
      }
      return;
    }
    if (t.isTuple(from) && t.isTuple(to)) {
      from.typeArguments.forEach((a, i) =>
        to.typeArguments[i] && this.#lower(a, to.typeArguments[i])
      );
      return;
    }
    const bases = from.definition === to.definition
      ? [from]
      : baseTypes(from).filter((b) => b.definition === to.definition);
    if (bases.length !== 1) return;
    const variance = t.isArray(from) ? ["out"] : symbolOf(to)?.variance ?? [];
    bases[0].typeArguments.forEach((a, i) =>
      this.#lowerArgument(a, to.typeArguments[i], variance[i])
    );
  }

  #lowerArgument(from: CsType, to: CsType, variance: string): void {
    if (!t.isReference(from) || variance === "" || variance === undefined) this.#exact(from, to);
    else if (variance === "out") this.#lower(from, to);
    else this.#upper(from, to);
  }

  #upper(from: CsType, to: CsType): void {
    if (!to.isOpen || this.#add(from, to, "upper")) return;
    if (from.definition !== to.definition) return;
    const variance = symbolOf(to)?.variance ?? [];
    from.typeArguments.forEach((a, i) => {
      const b = to.typeArguments[i];
      if (!t.isReference(a) || !variance[i]) this.#exact(a, b);
      else if (variance[i] === "out") this.#upper(a, b);
      else this.#lower(a, b);
    });
  }

  #fix(parameter: CsType): boolean {
    const variable = this.#variables.get(parameter)!;
    const { exact, lower, upper } = variable;
    let candidates = unique([...exact, ...lower, ...upper]);
    for (const bound of exact) candidates = candidates.filter((c) => t.same(c, bound));
    for (const bound of lower) candidates = candidates.filter((c) => standardImplicit(bound, c));
    for (const bound of upper) candidates = candidates.filter((c) => standardImplicit(c, bound));
    const best = candidates.filter((c) => candidates.every((other) => standardImplicit(other, c)));
    const chosen = best.length === 1
      ? best[0]
      : candidates.find((c) => candidates.every((other) => standardImplicit(c, other)));
    if (!chosen) return false;
    variable.fixed = chosen;
    return true;
  }
}

/** One of each type; of tuples that differ in names, the first. */
function unique(types: readonly CsType[]): CsType[] {
  const found: CsType[] = [];
  for (const type of types) {
    if (!found.some((other) => t.same(other, type))) found.push(type);
  }
  return found;
}

/** The best common type of some expressions' types (section 7.5.2.14). */
export function bestCommonType(types: readonly CsType[]): CsType | null {
  const candidates = unique(types);
  return candidates.find((c) => candidates.every((other) => standardImplicit(other, c))) ?? null;
}
