/**
 * Query expressions, rewritten to calls before they are bound (C# 7.3, section 7.16).
 * @module
 */
import type { Expression, LambdaParameter, QueryClause, TypeSyntax } from "../syntax/ast.ts";

type Query = Expression & { kind: "query" };

/** The range variables in scope: one by itself, or several in a transparent identifier. */
interface Range {
  /** The parameter that holds it: the variable itself, or a name that no C# name looks like. */
  readonly parameter: string;
  readonly names: readonly { readonly name: string; readonly path: readonly number[] }[];
  readonly transparent: boolean;
}

/** The query as method calls. */
export function rewriteQuery(query: Query): Expression {
  return new Rewriter(query).run();
}

class Rewriter {
  #source: Expression;
  #range: Range;
  readonly #span: { start: number; end: number };

  constructor(readonly query: Query) {
    const [first] = query.clauses as [QueryClause & { kind: "from" }];
    this.#span = { start: query.start, end: query.end };
    this.#source = this.#cast(first.source, first.type);
    this.#range = single(first.name);
  }

  run(): Expression {
    const { clauses } = this.query;
    for (let i = 1; i < clauses.length; i++) {
      const next = clauses[i + 1];
      if (this.#fused(clauses[i], next)) i++;
      else this.#clause(clauses[i], i);
    }
    return this.#source;
  }

  #node<T extends object>(node: T): T & { start: number; end: number } {
    return { ...node, ...this.#span };
  }

  #cast(source: Expression, type: TypeSyntax | null): Expression {
    if (!type) return source;
    const target = this.#node({
      kind: "member" as const,
      target: source,
      name: "Cast",
      nameStart: type.start,
      typeArguments: [type],
    });
    return this.#node({ kind: "call" as const, target, args: [] });
  }

  #call(name: string, ...args: Expression[]): void {
    const at = args[0].start;
    const target = this.#node({
      kind: "member" as const,
      target: this.#source,
      name,
      nameStart: at,
      typeArguments: null,
    });
    this.#source = this.#node({
      kind: "call" as const,
      target,
      args: args.map((expression) =>
        this.#node({ name: null, mode: "value" as const, expression })
      ),
    });
  }

  #parameter(range: Range): LambdaParameter {
    const { start } = this.#span;
    const common = { type: null, mode: "value" as const, start, end: start };
    return range.transparent
      ? { ...common, name: range.parameter, names: range.names }
      : { ...common, name: range.parameter };
  }

  #lambda(body: Expression, ...ranges: Range[]): Expression {
    const parameters = ranges.map((range) => this.#parameter(range));
    return { kind: "lambda", parameters, body, start: body.start, end: body.end };
  }

  /** Both what was in scope and one more: the new transparent identifier. */
  #pair(name: string, value: Expression | null): Expression {
    const left = this.#range.parameter;
    const reference = (one: string) =>
      this.#node({ kind: "name" as const, name: one, typeArguments: null });
    const members = [
      { name: left, value: reference(left) },
      { name, value: value ?? reference(name) },
    ];
    return this.#node({ kind: "anonymous" as const, members });
  }

  #extend(name: string): void {
    const names = this.#range.names.map((one) => ({
      name: one.name,
      path: this.#range.transparent ? [0, ...one.path] : [0],
    }));
    const parameter = `<>h${this.query.start}_${names.length}`;
    this.#range = { parameter, names: [...names, { name, path: [1] }], transparent: true };
  }

  /** A second `from`, or a `join`, that `select` follows: its projection needs no pair. */
  #fused(clause: QueryClause, next: QueryClause | undefined): boolean {
    if (next?.kind !== "select") return false;
    if (clause.kind === "from") {
      const source = this.#lambda(this.#cast(clause.source, clause.type), this.#range);
      this.#call("SelectMany", source, this.#lambda(next.value, this.#range, single(clause.name)));
      return true;
    }
    if (clause.kind !== "join") return false;
    this.#join(clause, this.#lambda(next.value, this.#range, single(clause.into ?? clause.name)));
    return true;
  }

  #join(clause: QueryClause & { kind: "join" }, result: Expression): void {
    const source = this.#cast(clause.source, clause.type);
    const left = this.#lambda(clause.left, this.#range);
    const right = this.#lambda(clause.right, single(clause.name));
    this.#call(clause.into ? "GroupJoin" : "Join", source, left, right, result);
  }

  #clause(clause: QueryClause, index: number): void {
    switch (clause.kind) {
      case "from": {
        const source = this.#lambda(this.#cast(clause.source, clause.type), this.#range);
        this.#call(
          "SelectMany",
          source,
          this.#lambda(this.#pair(clause.name, null), this.#range, single(clause.name)),
        );
        this.#extend(clause.name);
        return;
      }
      case "join": {
        const name = clause.into ?? clause.name;
        this.#join(clause, this.#lambda(this.#pair(name, null), this.#range, single(name)));
        this.#extend(name);
        return;
      }
      case "let":
        this.#call("Select", this.#lambda(this.#pair(clause.name, clause.value), this.#range));
        this.#extend(clause.name);
        return;
      case "where":
        this.#call("Where", this.#lambda(clause.condition, this.#range));
        return;
      case "orderby":
        clause.keys.forEach(({ value, descending }, i) => {
          const name = `${i === 0 ? "OrderBy" : "ThenBy"}${descending ? "Descending" : ""}`;
          this.#call(name, this.#lambda(value, this.#range));
        });
        return;
      case "select":
        // `where ... select x` needs no Select of its own
        if (index > 1 && this.#isRange(clause.value)) return;
        this.#call("Select", this.#lambda(clause.value, this.#range));
        return;
      case "group":
        if (this.#isRange(clause.value)) {
          this.#call("GroupBy", this.#lambda(clause.by, this.#range));
        } else {this.#call(
            "GroupBy",
            this.#lambda(clause.by, this.#range),
            this.#lambda(clause.value, this.#range),
          );}
        return;
      case "into":
        this.#range = single(clause.name);
    }
  }

  #isRange(value: Expression): boolean {
    return value.kind === "name" && !this.#range.transparent &&
      value.name === this.#range.names[0].name;
  }
}

function single(name: string): Range {
  return { parameter: name, names: [{ name, path: [] }], transparent: false };
}
