/**
 * What overload resolution works on.
 * @module
 */
import type { Constraint, ParameterSymbol } from "../../runtime/symbols.ts";
import type { CsType } from "../../runtime/type.ts";
import type { CompileError } from "../../syntax/errors.ts";
import type { AnyBound } from "../bound.ts";

/** An argument as bound, before its parameter is known. */
export interface CallArgument {
  readonly name: string | null;
  readonly mode: "value" | "ref" | "out" | "in";
  readonly value: AnyBound;
  readonly at: number;
}

export type Parameter = Pick<ParameterSymbol, "name" | "type" | "mode" | "isParams"> & {
  readonly optional: boolean;
};

/** Something that can be called. */
export interface Candidate<S> {
  readonly symbol: S;
  readonly parameters: readonly Parameter[];
  readonly typeParameters: readonly CsType[];
  readonly constraints?: ReadonlyMap<CsType, readonly Constraint[]>;
  /** Closes the declaring type's parameters. */
  readonly map: ReadonlyMap<CsType, CsType>;
  /** Where it is declared: members of a derived type hide those of its bases. */
  readonly declaring: CsType | null;
  /** How messages name it. */
  readonly describe: () => string;
}

/** A candidate chosen: what goes where. */
export interface Resolved<S> {
  readonly candidate: Candidate<S>;
  readonly typeArguments: readonly CsType[];
  /** Closed types of the parameters; of an expanded `params`, of each place. */
  readonly parameterTypes: readonly CsType[];
  /** Of each parameter: the argument's index, -1 for its default, a list for expanded `params`. */
  readonly places: readonly (number | readonly number[])[];
  readonly expanded: boolean;
}

export interface Applicable<S> extends Resolved<S> {
  /** Of each argument: the closed type of its parameter. */
  readonly argumentTypes: readonly CsType[];
  readonly usesDefaults: boolean;
}

export interface ResolutionNames {
  /** The method's name as the source has it. */
  readonly name: string;
  /** Error for a wrong number of arguments where there is more than one candidate. */
  readonly countError: (count: number) => CompileError;
  readonly at: number;
}
