/**
 * The syntax tree of C# 7.3 expressions and statements. Offsets are UTF-16 units in the expression's text.
 * @module
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

// Types

export type TypeSyntax = Span & TypeShape;
type TypeShape =
  | { readonly kind: "keyword"; readonly name: string }
  | { readonly kind: "named"; readonly parts: readonly NamePart[] }
  | { readonly kind: "nullable"; readonly element: TypeSyntax }
  | { readonly kind: "array"; readonly element: TypeSyntax; readonly rank: number }
  | {
    readonly kind: "tuple";
    readonly elements: readonly { readonly type: TypeSyntax; readonly name: string | null }[];
  };

/** One name of a dotted name. `arity` counts `List<,>`'s empty places where there are no arguments. */
export interface NamePart extends Span {
  readonly name: string;
  readonly typeArguments: readonly TypeSyntax[] | null;
  readonly openArity?: number;
}

// Expressions

export type LiteralType =
  | "int"
  | "uint"
  | "long"
  | "ulong"
  | "float"
  | "double"
  | "decimal"
  | "char"
  | "string"
  | "bool"
  | "null";

export type ArgumentMode = "value" | "ref" | "out" | "in";

export interface Argument extends Span {
  readonly name: string | null;
  readonly mode: ArgumentMode;
  readonly expression: Expression;
}

export interface LambdaParameter extends Span {
  readonly name: string;
  readonly type: TypeSyntax | null;
  readonly mode: ArgumentMode;
  /** Of a query's transparent identifier: the names it stands for, each by its path of members. */
  readonly names?: readonly { readonly name: string; readonly path: readonly number[] }[];
}

/** What a declaration introduces: one name, a discard, or a list of them. */
export type Designation = Span & DesignationShape;
type DesignationShape =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "discard" }
  | { readonly kind: "list"; readonly elements: readonly Designation[] };

export type Pattern = Span & PatternShape;
type PatternShape =
  | { readonly kind: "constant"; readonly expression: Expression }
  | { readonly kind: "declaration"; readonly type: TypeSyntax; readonly designation: Designation }
  | { readonly kind: "var"; readonly designation: Designation };

export type InterpolationPart =
  | { readonly text: string }
  | {
    readonly expression: Expression;
    readonly alignment: Expression | null;
    readonly format: string | null;
  };

export type Expression = Span & ExpressionShape;
type ExpressionShape =
  | {
    readonly kind: "literal";
    readonly type: LiteralType;
    /** number, bigint for long and ulong, digits for decimal, char code for char. */
    readonly value: string | number | bigint | boolean | null;
  }
  | { readonly kind: "interpolated"; readonly parts: readonly InterpolationPart[] }
  | {
    readonly kind: "name";
    readonly name: string;
    readonly typeArguments: readonly TypeSyntax[] | null;
  }
  | { readonly kind: "typeName"; readonly type: TypeSyntax }
  | {
    readonly kind: "member";
    readonly target: Expression;
    readonly name: string;
    readonly nameStart: number;
    readonly typeArguments: readonly TypeSyntax[] | null;
  }
  | { readonly kind: "call"; readonly target: Expression; readonly args: readonly Argument[] }
  | { readonly kind: "index"; readonly target: Expression; readonly args: readonly Argument[] }
  /** `target?.whenNotNull`, where whenNotNull holds a `binding` in the place of the target. */
  | {
    readonly kind: "conditionalAccess";
    readonly target: Expression;
    readonly whenNotNull: Expression;
  }
  | { readonly kind: "binding" }
  | { readonly kind: "prefix"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "postfix"; readonly operator: "++" | "--"; readonly operand: Expression }
  | {
    readonly kind: "binary";
    readonly operator: string;
    readonly left: Expression;
    readonly right: Expression;
  }
  | {
    readonly kind: "assignment";
    /** "" for `=`, else the binary operator. */
    readonly operator: string;
    readonly left: Expression;
    readonly right: Expression;
  }
  | {
    readonly kind: "conditional";
    readonly condition: Expression;
    readonly whenTrue: Expression;
    readonly whenFalse: Expression;
  }
  | { readonly kind: "cast"; readonly type: TypeSyntax; readonly operand: Expression }
  | { readonly kind: "is"; readonly operand: Expression; readonly type: TypeSyntax }
  | { readonly kind: "isPattern"; readonly operand: Expression; readonly pattern: Pattern }
  | { readonly kind: "as"; readonly operand: Expression; readonly type: TypeSyntax }
  | {
    readonly kind: "new";
    readonly type: TypeSyntax;
    readonly args: readonly Argument[];
    readonly initializer: Initializer | null;
  }
  | {
    readonly kind: "newArray";
    /** null for `new[] { }`. */
    readonly elementType: TypeSyntax | null;
    readonly sizes: readonly Expression[];
    readonly rank: number;
    readonly initializer: ArrayInitializer | null;
  }
  | {
    readonly kind: "anonymous";
    readonly members: readonly { readonly name: string | null; readonly value: Expression }[];
  }
  | ArrayInitializerShape
  | {
    readonly kind: "lambda";
    /** null for `delegate { }`, which fits any parameters. */
    readonly parameters: readonly LambdaParameter[] | null;
    readonly body: Expression | Block;
  }
  | { readonly kind: "query"; readonly clauses: readonly QueryClause[] }
  | {
    readonly kind: "tuple";
    readonly elements: readonly { readonly name: string | null; readonly value: Expression }[];
  }
  /** `out int x`, `var (a, b)`; type null stands for var. */
  | {
    readonly kind: "declaration";
    readonly type: TypeSyntax | null;
    readonly designation: Designation;
  }
  | { readonly kind: "default"; readonly type: TypeSyntax | null }
  | { readonly kind: "typeof"; readonly type: TypeSyntax }
  | { readonly kind: "sizeof"; readonly type: TypeSyntax }
  | { readonly kind: "checked"; readonly checked: boolean; readonly operand: Expression }
  | { readonly kind: "throw"; readonly operand: Expression }
  | { readonly kind: "parenthesized"; readonly operand: Expression };

type ArrayInitializerShape = {
  readonly kind: "arrayInitializer";
  readonly elements: readonly Expression[];
};
export type ArrayInitializer = Span & ArrayInitializerShape;

/** `{ Name = value, ["key"] = value, element, { a, b } }` after `new T()`. */
export type Initializer = Span & { readonly elements: readonly InitializerElement[] };
export type InitializerElement =
  | {
    readonly kind: "member";
    readonly name: string;
    readonly start: number;
    readonly end: number;
    readonly value: Expression | Initializer;
  }
  | {
    readonly kind: "index";
    readonly args: readonly Argument[];
    readonly start: number;
    readonly end: number;
    readonly value: Expression | Initializer;
  }
  | {
    readonly kind: "element";
    readonly start: number;
    readonly end: number;
    readonly args: readonly Expression[];
  };

export type QueryClause = Span & QueryClauseShape;
type QueryClauseShape =
  | {
    readonly kind: "from";
    readonly type: TypeSyntax | null;
    readonly name: string;
    readonly source: Expression;
  }
  | { readonly kind: "let"; readonly name: string; readonly value: Expression }
  | { readonly kind: "where"; readonly condition: Expression }
  | {
    readonly kind: "orderby";
    readonly keys: readonly { readonly value: Expression; readonly descending: boolean }[];
  }
  | {
    readonly kind: "join";
    readonly type: TypeSyntax | null;
    readonly name: string;
    readonly source: Expression;
    readonly left: Expression;
    readonly right: Expression;
    readonly into: string | null;
  }
  | { readonly kind: "select"; readonly value: Expression }
  | { readonly kind: "group"; readonly value: Expression; readonly by: Expression }
  | { readonly kind: "into"; readonly name: string };

// Statements

export type Block = Span & {
  readonly kind: "block";
  readonly statements: readonly Statement[];
};

export interface Declarator extends Span {
  readonly name: string;
  readonly initializer: Expression | null;
}

export interface LocalDeclaration extends Span {
  readonly kind: "local";
  /** null for var. */
  readonly type: TypeSyntax | null;
  readonly isConst: boolean;
  readonly declarators: readonly Declarator[];
}

export interface SwitchSection extends Span {
  readonly labels: readonly SwitchLabel[];
  readonly statements: readonly Statement[];
}

export type SwitchLabel = Span & SwitchLabelShape;
type SwitchLabelShape =
  | { readonly kind: "default" }
  | { readonly kind: "case"; readonly pattern: Pattern; readonly when: Expression | null };

export interface CatchClause extends Span {
  readonly type: TypeSyntax | null;
  readonly name: string | null;
  readonly filter: Expression | null;
  readonly body: Block;
}

export type Statement = Span & StatementShape;
type StatementShape =
  | Block
  | LocalDeclaration
  | { readonly kind: "empty" }
  | { readonly kind: "expression"; readonly expression: Expression }
  | {
    readonly kind: "if";
    readonly condition: Expression;
    readonly then: Statement;
    readonly otherwise: Statement | null;
  }
  | { readonly kind: "while"; readonly condition: Expression; readonly body: Statement }
  | { readonly kind: "do"; readonly condition: Expression; readonly body: Statement }
  | {
    readonly kind: "for";
    readonly declaration: LocalDeclaration | null;
    readonly initializers: readonly Expression[];
    readonly condition: Expression | null;
    readonly updates: readonly Expression[];
    readonly body: Statement;
  }
  | {
    readonly kind: "foreach";
    /** null for var. */
    readonly type: TypeSyntax | null;
    readonly name: string;
    readonly nameStart: number;
    /** `foreach (var (a, b) in ...)`: a declaration or tuple expression instead of type and name. */
    readonly target: Expression | null;
    readonly source: Expression;
    readonly body: Statement;
  }
  | { readonly kind: "return"; readonly value: Expression | null }
  | { readonly kind: "break" }
  | { readonly kind: "continue" }
  | { readonly kind: "throw"; readonly value: Expression | null }
  | {
    readonly kind: "try";
    readonly body: Block;
    readonly catches: readonly CatchClause[];
    readonly finally: Block | null;
  }
  | {
    readonly kind: "switch";
    readonly value: Expression;
    readonly sections: readonly SwitchSection[];
  }
  | { readonly kind: "gotoCase"; readonly target: Expression | "default" }
  | { readonly kind: "goto"; readonly label: string }
  /** `name:` before the statement that follows it in the same list. */
  | { readonly kind: "label"; readonly name: string }
  | { readonly kind: "lock"; readonly value: Expression; readonly body: Statement }
  | {
    readonly kind: "using";
    readonly resource: LocalDeclaration | Expression;
    readonly body: Statement;
  }
  | { readonly kind: "checkedBlock"; readonly checked: boolean; readonly body: Block }
  | { readonly kind: "yield"; readonly value: Expression | null }
  | LocalFunction;

export interface LocalFunction extends Span {
  readonly kind: "localFunction";
  readonly name: string;
  readonly nameStart: number;
  readonly typeParameters: readonly string[];
  readonly returns: TypeSyntax;
  readonly parameters: readonly LocalFunctionParameter[];
  readonly body: Expression | Block;
}

export interface LocalFunctionParameter extends Span {
  readonly name: string;
  readonly type: TypeSyntax;
  readonly mode: ArgumentMode;
  readonly isParams: boolean;
  readonly defaultValue: Expression | null;
}

/** The expressions of one kind. */
export type ExpressionOf<K extends Expression["kind"]> = Expression & { kind: K };
/** The statements of one kind. */
export type StatementOf<K extends Statement["kind"]> = Statement & { kind: K };
