/**
 * The bound tree: expressions and statements with their C# types, every conversion, overload and variable decided.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import type { MethodSymbol, PropertySymbol } from "../runtime/symbols.ts";
import type { Designation } from "../syntax/ast.ts";
import type { CompileError } from "../syntax/errors.ts";
import type { Conversion } from "./conversion.ts";
import type { FunctionScope, LabelSymbol, LocalSymbol } from "./variables.ts";

interface Base {
  /** Offset in the text, for diagnostics. */
  readonly at: number;
}

/** An expression that has a value of a known type. */
export type Bound = Base & { readonly type: CsType } & BoundShape;

type BoundShape =
  /** A value in unboxed form (values.ts), decimals included. */
  | { readonly kind: "constant"; readonly value: unknown }
  | { readonly kind: "default" }
  | { readonly kind: "local"; readonly local: LocalSymbol; readonly within: FunctionScope }
  | {
    readonly kind: "convert";
    readonly operand: Bound;
    readonly conversion: Conversion;
    readonly checked: boolean;
  }
  | {
    readonly kind: "call";
    readonly method: MethodSymbol;
    /** null for static methods and constructors. */
    readonly receiver: Bound | null;
    readonly args: readonly BoundArgument[];
    /** What the implementation learns of its types. */
    readonly types: readonly CsType[];
  }
  | {
    readonly kind: "property";
    readonly property: PropertySymbol;
    readonly receiver: Bound | null;
    readonly args: readonly Bound[];
    readonly types: readonly CsType[];
  }
  | { readonly kind: "element"; readonly array: Bound; readonly indices: readonly Bound[] }
  | { readonly kind: "invoke"; readonly delegate: Bound; readonly args: readonly BoundArgument[] }
  | {
    readonly kind: "localCall";
    readonly local: LocalSymbol;
    readonly within: FunctionScope;
    readonly args: readonly BoundArgument[];
  }
  | {
    readonly kind: "unary";
    readonly operator: UnaryOperator;
    readonly operand: Bound;
    readonly checked: boolean;
  }
  | {
    readonly kind: "binary";
    readonly operator: BinaryOperator;
    /** Operands already converted to the operator's type. */
    readonly left: Bound;
    readonly right: Bound;
    readonly operandType: CsType;
    readonly lifted: boolean;
    readonly checked: boolean;
  }
  | {
    readonly kind: "userBinary";
    readonly method: MethodSymbol;
    readonly types: readonly CsType[];
    readonly left: Bound;
    readonly right: Bound;
    /** null, or what a null operand gives: null for arithmetic, false for order, by presence for equality. */
    readonly lifted: "value" | "order" | "equal" | "notEqual" | null;
  }
  | {
    readonly kind: "userUnary";
    readonly method: MethodSymbol;
    readonly types: readonly CsType[];
    readonly operand: Bound;
    readonly lifted: boolean;
  }
  | { readonly kind: "concat"; readonly parts: readonly Bound[] }
  | {
    readonly kind: "referenceEquals";
    readonly left: Bound;
    readonly right: Bound;
    readonly negated: boolean;
  }
  | { readonly kind: "isNull"; readonly operand: Bound; readonly negated: boolean }
  | {
    readonly kind: "delegateCombine";
    readonly left: Bound;
    readonly right: Bound;
    readonly remove: boolean;
  }
  | {
    readonly kind: "logical";
    readonly operator: "&&" | "||";
    readonly left: Bound;
    readonly right: Bound;
  }
  | {
    readonly kind: "conditional";
    readonly condition: Bound;
    readonly whenTrue: Bound;
    readonly whenFalse: Bound;
  }
  | {
    readonly kind: "coalesce";
    readonly left: Bound;
    readonly right: Bound;
    readonly leftConversion: Conversion;
  }
  | { readonly kind: "assign"; readonly target: Bound; readonly value: Bound }
  /** target = operation(target, value), the target's parts evaluated once: `current` stands for its value. */
  | {
    readonly kind: "compound";
    readonly target: Bound;
    readonly current: LocalSymbol;
    readonly within: FunctionScope;
    readonly result: Bound;
    /** Whether the expression's value is the one from before (`x++`). */
    readonly before: boolean;
  }
  | {
    readonly kind: "lambda";
    readonly function: FunctionScope;
    readonly body: BoundStatement;
    readonly parameters: readonly LocalSymbol[];
    /** Of an iterator: its elements, and whether it gives an IEnumerator. */
    readonly iterator: { readonly element: CsType; readonly enumerator: boolean } | null;
    /** Parameters and what else stands outside of the body's block. */
    readonly locals: readonly LocalSymbol[];
  }
  | {
    readonly kind: "methodGroup";
    readonly method: MethodSymbol;
    readonly receiver: Bound | null;
    readonly types: readonly CsType[];
    readonly adapt: readonly Conversion[] | null;
    readonly extensionReceiver: boolean;
  }
  /** Elements in row-major order; `sizes` where they are written, of more than one dimension always. */
  | {
    readonly kind: "newArray";
    readonly elementType: CsType;
    readonly sizes: readonly Bound[];
    readonly elements: readonly Bound[] | null;
  }
  /** An object, and what its initializer does to it; `object` holds it meanwhile. */
  | {
    readonly kind: "initialized";
    readonly creation: Bound;
    readonly object: LocalSymbol;
    readonly within: FunctionScope;
    readonly steps: readonly Bound[];
  }
  | { readonly kind: "anonymous"; readonly values: readonly Bound[] }
  | { readonly kind: "anonymousMember"; readonly receiver: Bound; readonly index: number }
  | { readonly kind: "tuple"; readonly elements: readonly Bound[] }
  | { readonly kind: "tupleElement"; readonly receiver: Bound; readonly index: number }
  | { readonly kind: "isType"; readonly operand: Bound; readonly target: CsType }
  | { readonly kind: "as"; readonly operand: Bound; readonly target: CsType }
  | { readonly kind: "isPattern"; readonly operand: Bound; readonly pattern: BoundPattern }
  /** `receiver?.access`: `access` reads the receiver's value from `value`. */
  | {
    readonly kind: "conditionalAccess";
    readonly receiver: Bound;
    readonly value: LocalSymbol;
    readonly within: FunctionScope;
    readonly access: Bound;
  }
  | { readonly kind: "interpolated"; readonly parts: readonly InterpolatedPart[] }
  | { readonly kind: "typeof"; readonly target: CsType }
  | { readonly kind: "throw"; readonly operand: Bound }
  | { readonly kind: "sequence"; readonly first: readonly Bound[]; readonly last: Bound };

export type UnaryOperator = "+" | "-" | "!" | "~";
export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<<"
  | ">>"
  | "&"
  | "|"
  | "^"
  | "=="
  | "!="
  | "<"
  | ">"
  | "<="
  | ">=";

/** An argument in the parameter's place: a value, or a variable handed over. */
export type BoundArgument =
  | Bound
  | {
    readonly kind: "reference";
    readonly target: Bound;
    readonly mode: "ref" | "out";
    readonly at: number;
    readonly type: CsType;
  };

export type InterpolatedPart =
  | string
  | { readonly value: Bound; readonly alignment: number; readonly format: string | null };

export type BoundPattern =
  | { readonly kind: "constant"; readonly value: Bound; readonly target: CsType }
  | {
    readonly kind: "type";
    readonly target: CsType;
    readonly variable: LocalSymbol | null;
    readonly within: FunctionScope;
    readonly always: boolean;
  }
  | { readonly kind: "var"; readonly variable: LocalSymbol | null; readonly within: FunctionScope };

/** An expression that has no type of its own, or is no value at all. */
export type Loose = Base & LooseShape;
type LooseShape =
  | { readonly kind: "nullLiteral" }
  | { readonly kind: "defaultLiteral" }
  | { readonly kind: "throwLiteral"; readonly operand: Bound }
  | { readonly kind: "lambdaLiteral"; readonly lambda: UnboundLambda }
  | { readonly kind: "group"; readonly group: MethodGroup }
  | {
    readonly kind: "tupleLiteral";
    readonly elements: readonly AnyBound[];
    readonly names: readonly (string | null)[];
  }
  | { readonly kind: "typeName"; readonly named: CsType }
  | { readonly kind: "namespace"; readonly name: string }
  /** `out int x`, `out var x`: `declared` is null for var. */
  | {
    readonly kind: "declaration";
    readonly designation: Designation;
    readonly declared: CsType | null;
  }
  | { readonly kind: "discard" };

export type AnyBound = Bound | Loose;

/** What binds a lambda's body once the types of its parameters are known. */
export interface UnboundLambda {
  readonly parameterCount: number | null;
  /** The types written at the parameters; null where none are. */
  readonly explicitTypes: readonly CsType[] | null;
  /** The error in its body that kept its return type from being inferred. */
  readonly failure: CompileError | null;
  /** The type its body returns for these parameters; VOID for none. null: no common type. @throws CompileError */
  returnType(parameters: readonly CsType[]): CsType | null;
  /** Whether the body can be bound for these parameters and returns what converts to the type. */
  fits(parameters: readonly CsType[], returns: CsType): boolean;
  /** The body bound and converted to the delegate's signature. @throws CompileError */
  bind(parameters: readonly CsType[], returns: CsType, type: CsType): Bound;
}

export interface GroupMethod {
  readonly method: MethodSymbol;
  /** The closed type that declares it. */
  readonly declaring: CsType;
}

export interface MethodGroup {
  readonly name: string;
  /** null for static access through a type. */
  readonly receiver: Bound | null;
  readonly receiverType: CsType;
  readonly methods: readonly GroupMethod[];
  /** Extension methods of the name, which a call on the receiver may go to. */
  readonly extensions: readonly GroupMethod[];
  readonly typeArguments: readonly CsType[] | null;
  readonly localFunction: LocalSymbol | null;
  /** The overload that takes arguments of these types, and its return type. null: none, or more than one. */
  resolve(
    parameters: readonly CsType[],
  ): { readonly returns: CsType; bind(type: CsType): Bound } | null;
}

export type BoundStatement =
  | {
    readonly kind: "block";
    readonly statements: readonly BoundStatement[];
    readonly locals: readonly LocalSymbol[];
  }
  | { readonly kind: "expression"; readonly expression: Bound }
  | {
    readonly kind: "declare";
    readonly local: LocalSymbol;
    readonly within: FunctionScope;
    readonly value: Bound | null;
  }
  | {
    readonly kind: "if";
    readonly condition: Bound;
    readonly then: BoundStatement;
    readonly otherwise: BoundStatement | null;
  }
  | {
    readonly kind: "while";
    readonly condition: Bound;
    readonly body: BoundStatement;
    readonly locals: readonly LocalSymbol[];
  }
  | { readonly kind: "do"; readonly condition: Bound; readonly body: BoundStatement }
  | {
    readonly kind: "for";
    readonly initializers: readonly BoundStatement[];
    readonly condition: Bound | null;
    readonly updates: readonly Bound[];
    readonly body: BoundStatement;
    readonly locals: readonly LocalSymbol[];
  }
  | {
    readonly kind: "foreach";
    readonly source: Bound;
    /** From the element's form to the variable's. */
    readonly element: LocalSymbol;
    readonly within: FunctionScope;
    readonly assign: BoundStatement;
    readonly body: BoundStatement;
    readonly locals: readonly LocalSymbol[];
  }
  | { readonly kind: "return"; readonly value: Bound | null; readonly at: number }
  | { readonly kind: "break"; readonly at: number }
  | { readonly kind: "continue"; readonly at: number }
  | { readonly kind: "throw"; readonly value: Bound | null; readonly at: number }
  | {
    readonly kind: "try";
    readonly body: BoundStatement;
    readonly catches: readonly BoundCatch[];
    readonly finally: BoundStatement | null;
  }
  | {
    readonly kind: "switch";
    readonly value: Bound;
    readonly subject: LocalSymbol;
    readonly within: FunctionScope;
    readonly sections: readonly BoundSection[];
    /** Sections that some `goto case` goes to. */
    readonly targeted: ReadonlySet<number>;
    readonly locals: readonly LocalSymbol[];
    readonly at: number;
  }
  | { readonly kind: "gotoCase"; readonly section: () => number; readonly at: number }
  | { readonly kind: "goto"; readonly label: LabelSymbol; readonly at: number }
  | { readonly kind: "label"; readonly label: LabelSymbol }
  | {
    readonly kind: "using";
    readonly resource: BoundStatement;
    readonly local: LocalSymbol;
    readonly within: FunctionScope;
    readonly body: BoundStatement;
    readonly dispose: Bound | null;
    readonly locals: readonly LocalSymbol[];
  }
  | {
    readonly kind: "localFunction";
    readonly local: LocalSymbol;
    readonly within: FunctionScope;
    readonly lambda: Bound;
  }
  /** null: `yield break`. */
  | { readonly kind: "yield"; readonly value: Bound | null }
  | { readonly kind: "empty" };

export interface BoundCatch {
  readonly type: CsType;
  readonly variable: LocalSymbol | null;
  readonly within: FunctionScope;
  readonly filter: Bound | null;
  readonly body: BoundStatement;
  readonly locals: readonly LocalSymbol[];
}

export interface BoundSection {
  readonly labels: readonly BoundLabel[];
  readonly locals: readonly LocalSymbol[];
  readonly body: BoundStatement;
  readonly at: number;
}

export type BoundLabel =
  | { readonly kind: "default" }
  | { readonly kind: "case"; readonly pattern: BoundPattern; readonly when: Bound | null };

/** Whether the expression has a type and a value. */
export function isTyped(bound: AnyBound): bound is Bound {
  return "type" in bound;
}
