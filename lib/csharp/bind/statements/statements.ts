/**
 * Statements (C# 7.3, chapter 8).
 * @module
 */
import { AlreadyReported, error } from "../../syntax/errors.ts";
import type { Statement, StatementOf } from "../../syntax/ast.ts";
import { embedded, loop, statementValue } from "./blocks.ts";
import { type BoundStatement, isTyped } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { convertImplicit, noValue } from "../convert.ts";
import { bindThrow, bindTry, bindUsing } from "./exceptions.ts";
import { bindGoto, bindPlainJump, enclosing, leavesFinally } from "./jumps.ts";
import { bindLocalFunction } from "./local_functions.ts";
import { bindLocal } from "./locals.ts";
import { bindFor, bindForeach } from "./loops.ts";
import { bindGotoCase, bindSwitch } from "./switches.ts";
import { returnedBy } from "../returns.ts";
import * as t from "../types.ts";

export function bindStatement(b: BindingContext, syntax: Statement): BoundStatement {
  const { start: at } = syntax;
  switch (syntax.kind) {
    case "block":
      return b.block(syntax);
    case "local":
      return bindLocal(b, syntax);
    case "empty":
      return { kind: "empty" };
    case "expression":
      return { kind: "expression", expression: statementValue(b, syntax.expression) };
    case "if": {
      const condition = b.convert(syntax.condition, t.BOOL);
      const then = embedded(b, syntax.then);
      return {
        kind: "if",
        condition,
        then,
        otherwise: syntax.otherwise && embedded(b, syntax.otherwise),
      };
    }
    case "while":
      return b.inScope(() => {
        const condition = b.convert(syntax.condition, t.BOOL);
        const body = loop(b, syntax.body);
        return { kind: "while", condition, body, locals: b.scope.locals };
      });
    case "do": {
      const body = loop(b, syntax.body);
      return { kind: "do", body, condition: b.convert(syntax.condition, t.BOOL) };
    }
    case "for":
      return bindFor(b, syntax);
    case "foreach":
      return b.inScope(() => bindForeach(b, syntax));
    case "return":
      return bindReturn(b, syntax);
    case "break":
    case "continue":
      return bindPlainJump(b, syntax);
    case "throw":
      return bindThrow(b, syntax);
    case "try":
      return bindTry(b, syntax);
    case "switch":
      return b.inScope(() => bindSwitch(b, syntax));
    case "gotoCase":
      return bindGotoCase(b, syntax);
    case "goto":
      return bindGoto(b, syntax);
    case "label":
      return { kind: "label", label: b.scope.findLabel(syntax.name)! };
    case "lock": {
      const value = b.value(syntax.value);
      if (!t.isReference(value.type)) {
        throw error("CS0185", at, t.display(value.type));
      }
      const body = embedded(b, syntax.body);
      return {
        kind: "block",
        statements: [{ kind: "expression", expression: value }, body],
        locals: [],
      };
    }
    case "using":
      return b.inScope(() => bindUsing(b, syntax));
    case "checkedBlock": {
      const before = b.checked;
      b.checked = syntax.checked;
      try {
        return b.block(syntax.body);
      } finally {
        b.checked = before;
      }
    }
    case "localFunction":
      if (!b.scope.own(syntax.name)?.signature) throw new AlreadyReported(at);
      return bindLocalFunction(b, syntax);
    case "yield":
      return bindYield(b, syntax);
  }
}

const NO_VALUES = new Set(["typeName", "namespace", "declaration", "discard"]);

function bindReturn(b: BindingContext, syntax: StatementOf<"return">): BoundStatement {
  const { start: at } = syntax;
  const { returns, yields } = b.function;
  if (enclosing(b).includes("finally")) throw leavesFinally(at);
  if (yields) {
    throw error("CS1622", at);
  }
  if (!syntax.value) {
    if (returns !== null && returns !== t.VOID) {
      throw error("CS0126", at, t.display(returns));
    }
    return { kind: "return", value: null, at };
  }
  if (returns === t.VOID) {
    throw error("CS8030", at);
  }
  const value = b.expression(syntax.value);
  if (!isTyped(value) && NO_VALUES.has(value.kind)) throw noValue(value);
  returnedBy(b.function).push(value);
  // while the return type is inferred, only what is returned counts
  if (returns === null) return { kind: "return", value: isTyped(value) ? value : null, at };
  return { kind: "return", value: convertImplicit(value, returns, syntax.value.start), at };
}

function bindYield(b: BindingContext, syntax: StatementOf<"yield">): BoundStatement {
  const { yields } = b.function;
  if (!yields) {
    throw error("CS1624_lambda", syntax.start);
  }
  return { kind: "yield", value: syntax.value && b.convert(syntax.value, yields) };
}
