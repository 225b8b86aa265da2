/**
 * Declarations of locals (C# 7.3, section 8.5).
 * @module
 */
import { symbolOf } from "../../runtime/symbols.ts";
import { CsType } from "../../runtime/type.ts";
import type { Expression, LocalDeclaration } from "../../syntax/ast.ts";
import { type Bound, type BoundStatement, isTyped } from "../bound.ts";
import { isConstant } from "../constants.ts";
import { type BindingContext, error } from "../context.ts";
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
          throw error("CS0818", "Implicitly-typed variables must be initialized", start);
        }
        if (syntax.declarators.length > 1) {
          throw error(
            "CS0819",
            "Implicitly-typed variables cannot have multiple declarators",
            start,
          );
        }
        return declareVar(b, name, initializer, syntax.isConst, start);
      }
      const type = declaredType(b, syntax, name, start);
      if (!initializer) {
        if (syntax.isConst) {
          throw error(
            "CS0145",
            "A const field requires a value to be provided",
            start,
          );
        }
        return {
          kind: "declare",
          local: b.scope.declare(name, type, start),
          within: b.function,
          value: null,
        };
      }
      if (syntax.isConst && t.isValueType(type) && !t.isSimple(type)) {
        throw error("CS0283", `The type '${t.display(type)}' cannot be declared const`, start);
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
      throw error("CS0723", `Cannot declare a variable of static type '${t.display(type)}'`, at);
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
    throw error(
      "CS0622",
      "Can only use array initializer expressions to assign to array types. Try using a new expression instead.",
      initializer.start,
    );
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
    throw error("CS0133", `The expression being assigned to '${local.name}' must be constant`, at);
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
  if (isConst) throw error("CS0822", "Implicitly-typed variables cannot be constant", at);
  if (initializer.kind === "arrayInitializer") {
    throw error(
      "CS0820",
      "Cannot initialize an implicitly-typed variable with an array initializer",
      at,
    );
  }
  const value = b.expression(initializer);
  if (!isTyped(value)) {
    const what = {
      nullLiteral: "<null>",
      group: "method group",
      lambdaLiteral: "lambda expression",
    }[value.kind as "group"];
    if (what) throw error("CS0815", `Cannot assign ${what} to an implicitly-typed variable`, at);
  }
  const typed = asValue(value);
  if (typed.type === t.VOID) {
    throw error("CS0815", "Cannot assign void to an implicitly-typed variable", at);
  }
  local.type = typed.type;
  local.origin = originOf(typed);
  return { kind: "declare", local, within: b.function, value: typed };
}
