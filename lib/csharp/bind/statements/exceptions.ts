/**
 * `throw`, `try` and `using` (C# 7.3, sections 8.9 to 8.13).
 * @module
 */
import { error } from "../../syntax/errors.ts";
import { CsType, typeOf } from "../../runtime/type.ts";
import { yieldsWithin } from "./reachability.ts";
import type { Expression, Statement, StatementOf } from "../../syntax/ast.ts";
import { embedded } from "./blocks.ts";
import { type Bound, type BoundCatch, type BoundStatement, isTyped } from "../bound.ts";
import { callGroup } from "../calls/calls.ts";
import type { BindingContext } from "../context.ts";
import { canConvert, convertImplicit } from "../convert.ts";
import { inside } from "./jumps.ts";
import { bindLocal } from "./locals.ts";
import { instanceMember } from "../member_access.ts";
import { findMembers } from "../members.ts";
import type { LocalSymbol } from "../variables.ts";
import { localValue } from "../simple_names.ts";
import * as t from "../types.ts";

export function bindThrow(b: BindingContext, syntax: StatementOf<"throw">): BoundStatement {
  const { start: at } = syntax;
  if (!syntax.value) {
    if (!catching(b)) {
      throw error("CS0156", at);
    }
    return { kind: "throw", value: null, at };
  }
  return { kind: "throw", value: thrown(b, syntax.value), at };
}

/** The operand of a throw. @throws CompileError CS0155 */
export function thrown(b: BindingContext, syntax: Expression): Bound {
  const value = b.expression(syntax);
  if (isTyped(value) && value.type !== t.ERROR && !t.inherits(value.type, t.EXCEPTION)) {
    throw error("CS0155", syntax.start);
  }
  return convertImplicit(value, t.EXCEPTION, syntax.start);
}

const catchDepth = new WeakMap<object, number>();

function catching(b: BindingContext): boolean {
  return (catchDepth.get(b.function) ?? 0) > 0;
}

export function bindTry(b: BindingContext, syntax: StatementOf<"try">): BoundStatement {
  const body = b.block(syntax.body);
  if (syntax.catches.length > 0 && yieldsWithin(body)) {
    throw error("CS1626", syntax.start);
  }
  const general = syntax.catches.findIndex(({ type, filter }) => type === null && filter === null);
  if (general >= 0 && general < syntax.catches.length - 1) {
    throw error("CS1017", syntax.catches[general + 1].start);
  }
  const caught: CsType[] = [];
  const catches = syntax.catches.map((clause): BoundCatch =>
    b.inScope(() => {
      const type = clause.type ? b.type(clause.type) : t.EXCEPTION;
      if (!t.inherits(type, t.EXCEPTION)) {
        throw error("CS0155", clause.start);
      }
      // a `catch` without a type that comes too late is worth no more than a warning
      if (clause.type && caught.some((earlier) => t.inherits(type, earlier))) {
        throw error("CS0160", clause.start, t.display(type));
      }
      if (!clause.filter) caught.push(type);
      const variable = clause.name === null
        ? null
        : b.scope.declare(clause.name, type, clause.start, { initialized: true });
      const filter = clause.filter && b.convert(clause.filter, t.BOOL);
      catchDepth.set(b.function, (catchDepth.get(b.function) ?? 0) + 1);
      try {
        return {
          type,
          variable,
          within: b.function,
          filter,
          body: b.block(clause.body),
          locals: b.scope.locals,
        };
      } finally {
        catchDepth.set(b.function, catchDepth.get(b.function)! - 1);
      }
    })
  );
  const last = syntax.finally && inside(b, "finally", () => b.block(syntax.finally!));
  return { kind: "try", body, catches, finally: last };
}

export function bindUsing(b: BindingContext, syntax: StatementOf<"using">): BoundStatement {
  const { resource: what, start: at } = syntax;
  if (what.kind === "local" && what.type && what.declarators.length > 1) {
    // each is disposed of before the one that was made before it
    const [first, ...rest] = what.declarators.map((one) => ({ ...what, declarators: [one] }));
    const body = rest.reduceRight(
      (inner, resource): Statement => ({ ...syntax, resource, body: inner }),
      syntax.body,
    );
    return bindUsing(b, { ...syntax, resource: first, body });
  }
  let resource: BoundStatement;
  let local: LocalSymbol;
  if (what.kind === "local") {
    resource = bindLocal(b, what);
    local = b.scope.own(what.declarators[0].name)!;
    local.fixed = "using variable";
  } else {
    const value = b.value(what);
    local = b.scope.temporary(value.type, "", at, { initialized: true });
    resource = { kind: "declare", local, within: b.function, value };
  }
  const disposable = typeOf("System.IDisposable");
  if (!canConvert({ kind: "default", type: local.type, at }, disposable)) {
    throw error("CS1674", at, t.display(local.type));
  }
  const value = localValue(b, local, -1);
  const found = findMembers(local.type, "Dispose").length > 0
    ? value
    : convertImplicit(value, disposable, at);
  const member = instanceMember(b, found, "Dispose", null, at);
  const dispose = isTyped(member) || member.kind !== "group"
    ? null
    : callGroup(b, member.group, [], at);
  return {
    kind: "using",
    resource,
    local,
    within: b.function,
    body: embedded(b, syntax.body),
    dispose,
    locals: b.scope.locals,
  };
}
