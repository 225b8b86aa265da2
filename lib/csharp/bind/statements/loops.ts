/**
 * `for` and `foreach` (C# 7.3, section 8.8).
 * @module
 */
import { AlreadyReported, error } from "../../syntax/errors.ts";
import { baseTypes } from "../../runtime/bases.ts";
import { CsType, substitute } from "../../runtime/type.ts";
import type { StatementOf } from "../../syntax/ast.ts";
import { deconstructInto } from "../operators/assignment.ts";
import { loop, statementValue } from "./blocks.ts";
import type { Bound, BoundStatement } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { convertExplicit } from "../convert.ts";
import { bindLocal } from "./locals.ts";
import { findMembers, isMethod, typeMap } from "../members.ts";
import type { LocalSymbol } from "../variables.ts";
import { localValue } from "../simple_names.ts";
import * as t from "../types.ts";

export function bindFor(b: BindingContext, syntax: StatementOf<"for">): BoundStatement {
  return b.inScope(() => {
    const initializers: BoundStatement[] = syntax.declaration
      ? [bindLocal(b, syntax.declaration)]
      : syntax.initializers.map((one) => ({
        kind: "expression",
        expression: statementValue(b, one),
      }));
    const condition = syntax.condition && b.convert(syntax.condition, t.BOOL);
    const updates = syntax.updates.map((one) => statementValue(b, one));
    const body = loop(b, syntax.body);
    return { kind: "for", initializers, condition, updates, body, locals: b.scope.locals };
  });
}

export function bindForeach(b: BindingContext, syntax: StatementOf<"foreach">): BoundStatement {
  const { start: at } = syntax;
  const source = b.value(syntax.source);
  if (source.type === t.ERROR) throw new AlreadyReported(at);
  const elementType = enumerableElement(source.type);
  if (!elementType) {
    throw error("CS1579", syntax.source.start, t.display(source.type));
  }
  const { locals } = b.scope;
  // the source does not see the iteration variable, so a lambda in it may have a parameter of that name
  return b.inScope(() => bindTurns(b, syntax, source, elementType, locals));
}

/** The element, its variable and the body; `outer` are the locals of the source. */
function bindTurns(
  b: BindingContext,
  syntax: StatementOf<"foreach">,
  source: Bound,
  elementType: CsType,
  outer: readonly LocalSymbol[],
): BoundStatement {
  const { start: at } = syntax;
  const element = b.scope.temporary(elementType, "", at, { initialized: true });
  const current = localValue(b, element, at);
  let assign: BoundStatement;
  if (syntax.target) {
    assign = { kind: "expression", expression: deconstructInto(b, syntax.target, current, at) };
  } else {
    const type = syntax.type ? b.type(syntax.type) : elementType;
    const local = b.scope.declare(syntax.name, type, syntax.nameStart, {
      fixed: "foreach iteration variable",
      initialized: true,
    });
    const value = convertExplicit(current, type, at, false, b.checked === true);
    assign = { kind: "declare", local, within: b.function, value };
  }
  const body = loop(b, syntax.body);
  return {
    kind: "foreach",
    source,
    element,
    within: b.function,
    assign,
    body,
    locals: [...outer, ...b.scope.locals],
  };
}

/** What a foreach over the type gives; null where it cannot be enumerated. */
function enumerableElement(type: CsType): CsType | null {
  if (t.isArray(type)) return type.typeArguments[0];
  if (type === t.STRING) return t.CHAR;
  const method = findMembers(type, "GetEnumerator").find(({ member }) =>
    isMethod(member) && member.parameters.length === 0
  );
  if (method && isMethod(method.member)) {
    const enumerator = substitute(method.member.returns, typeMap(method.declaring));
    const generic = [enumerator, ...baseTypes(enumerator)].find((one) =>
      one.definition.name === "System.Collections.Generic.IEnumerator"
    );
    if (generic) return generic.typeArguments[0];
    const current = findMembers(enumerator, "Current")[0];
    if (current && !isMethod(current.member) && current.member.type !== t.OBJECT) {
      return substitute(current.member.type, typeMap(current.declaring));
    }
  }
  const interfaces = [type, ...baseTypes(type)];
  const generic = interfaces.find((one) =>
    one.definition.name === "System.Collections.Generic.IEnumerable"
  );
  if (generic) return generic.typeArguments[0];
  return interfaces.some((one) => one.definition.name === "System.Collections.IEnumerable")
    ? t.OBJECT
    : null;
}
