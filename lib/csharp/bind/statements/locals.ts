/**
 * Declarations of locals (C# 7.3, section 8.5).
 * @module
 */
import { error } from "../../syntax/errors.ts";
import { symbolOf } from "../../runtime/symbols.ts";
import { CsType } from "../../runtime/type.ts";
import type { Expression, LocalDeclaration } from "../../syntax/ast.ts";
import { type Bound, type BoundStatement, isTyped } from "../bound.ts";
import { isConstant } from "../constants.ts";
import type { BindingContext } from "../context.ts";
import { asValue } from "../convert.ts";
import { filledArray } from "../creation.ts";
import { originOf } from "../origin.ts";
import type { LocalSymbol } from "../variables.ts";
import * as t from "../types.ts";

export function bindLocal(b: BindingContext, syntax: LocalDeclaration): BoundStatement {
  const statements = syntax.declarators.map(
    ({ name, initializer, start, end: _ }): BoundStatement => {
      if (syntax.type === null) {
        if (!initializer) {
          throw error("CS0818", start);
        }
        if (syntax.declarators.length > 1) {
          throw error("CS0819", start);
        }
        return declareVar(b, name, initializer, syntax.isConst, start);
      }
      const type = declaredType(b, syntax, name, start);
      if (!initializer) {
        if (syntax.isConst) {
          throw error("CS0145", start);
        }
        return {
          kind: "declare",
          local: b.scope.declare(name, type, start),
          within: b.function,
          value: null,
        };
      }
      if (syntax.isConst && t.isValueType(type) && !t.isSimple(type)) {
        throw error("CS0283", start, t.display(type));
      }
      const local = b.scope.declare(name, type, start);
      local.initialized = true;
      const value = initializer.kind === "arrayInitializer"
        ? arrayValue(b, initializer, type)
        : b.convert(initializer, type);
      if (syntax.isConst) return constantLocal(local, value, initializer.start);
      local.origin = originOf(value);
      return { kind: "declare", local, within: b.function, value };
    },
  );
  return statements.length === 1 ? statements[0] : { kind: "block", statements, locals: [] };
}

function declaredType(
  b: BindingContext,
  syntax: LocalDeclaration,
  name: string,
  at: number,
): CsType {
  try {
    const type = b.type(syntax.type!);
    if (symbolOf(type)?.isStatic) {
      throw error("CS0723", at, t.display(type));
    }
    return type;
  } catch (failure) {
    // what uses the variable should not fail for another reason
    b.scope.declare(name, t.ERROR, at);
    throw failure;
  }
}

function arrayValue(
  b: BindingContext,
  initializer: Expression & { kind: "arrayInitializer" },
  type: CsType,
): Bound {
  if (!t.isArray(type)) {
    throw error("CS0622", initializer.start);
  }
  return filledArray(
    b,
    initializer,
    type.typeArguments[0],
    type.definition.rank!,
    initializer.start,
  );
}

function constantLocal(local: LocalSymbol, value: Bound, at: number): BoundStatement {
  if (!isConstant(value)) {
    throw error("CS0133", at, local.name);
  }
  local.constant = value;
  return { kind: "empty" };
}

function declareVar(
  b: BindingContext,
  name: string,
  initializer: Expression,
  isConst: boolean,
  at: number,
): BoundStatement {
  const local = b.scope.declare(name, t.ERROR, initializer.end);
  local.initialized = true;
  if (isConst) throw error("CS0822", at);
  if (initializer.kind === "arrayInitializer") {
    throw error("CS0820", at);
  }
  const value = b.expression(initializer);
  if (!isTyped(value)) {
    const what = {
      nullLiteral: "<null>",
      group: "method group",
      lambdaLiteral: "lambda expression",
    }[value.kind as "group"];
    if (what) throw error("CS0815_variable", at, what);
  }
  const typed = asValue(value);
  if (typed.type === t.VOID) {
    throw error("CS0815_variable", at, "void");
  }
  local.type = typed.type;
  local.origin = originOf(typed);
  return { kind: "declare", local, within: b.function, value: typed };
}
