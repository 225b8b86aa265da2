/**
 * Local functions (C# 7.3), generic ones and iterators too.
 * @module
 */
import { error } from "../../syntax/errors.ts";
import { type CsType, typeParameter } from "../../runtime/type.ts";
import type { LocalFunction } from "../../syntax/ast.ts";
import type { Bound, BoundStatement } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { type Around, expressionBody, isBlock, within } from "../calls/lambdas.ts";
import { endReachable } from "./reachability.ts";
import { FunctionScope, type LocalFunctionSignature, type LocalSymbol } from "../variables.ts";
import * as t from "../types.ts";

type TypeNames = readonly (readonly [name: string, type: CsType])[];

/** Declares a block's local functions before its statements are bound, so that each sees all. */
export function declareLocalFunction(b: BindingContext, syntax: LocalFunction): LocalSymbol {
  const names = syntax.typeParameters.map((name) => [name, typeParameter(name)] as const);
  const instantiate = names.length > 0 ? instantiator(b, syntax) : null;
  return b.scope.declare(syntax.name, t.VOID, syntax.nameStart, {
    signature: { ...signatureOf(b, syntax, names), instantiate },
  });
}

/** The signature with these types for the type parameters' names. */
function signatureOf(
  b: BindingContext,
  syntax: LocalFunction,
  types: TypeNames,
): Omit<LocalFunctionSignature, "instantiate"> {
  return b.inScope(() => {
    for (const [name, type] of types) b.scope.types.set(name, type);
    const returns = b.type(syntax.returns);
    const parameters = syntax.parameters.map((p) => {
      const type = b.type(p.type);
      const defaultValue = p.defaultValue && b.convert(p.defaultValue, type);
      if (defaultValue && defaultValue.kind !== "constant" && defaultValue.kind !== "default") {
        throw error("CS1736", p.start, p.name);
      }
      return { name: p.name, type, mode: p.mode, isParams: p.isParams, defaultValue };
    });
    return { parameters, returns, typeParameters: types.map(([, type]) => type) };
  });
}

/** Of a generic function: one function for each list of type arguments, bound when first called. */
function instantiator(b: BindingContext, syntax: LocalFunction) {
  const around = surroundings(b);
  const instances = new Map<string, LocalSymbol>();
  return (typeArguments: readonly CsType[]): LocalSymbol => {
    const key = typeArguments.map(t.display).join();
    let instance = instances.get(key);
    if (instance) return instance;
    const types = syntax.typeParameters.map((name, i) => [name, typeArguments[i]] as const);
    const signature = within(b, around, around.function, () => signatureOf(b, syntax, types));
    instance = around.scope.temporary(t.VOID, syntax.name, syntax.nameStart, {
      signature: { ...signature, typeParameters: [], instantiate: null },
    });
    // known before its body is bound: it may call itself
    instances.set(key, instance);
    around.scope.hoisted.push(bindFunction(b, around, syntax, instance, types));
    return instance;
  };
}

function surroundings(b: BindingContext): Around {
  return { scope: b.scope, function: b.function, checked: b.checked, conditionalTarget: null };
}

/** The body of a local function; of a generic one, where it is called. */
export function bindLocalFunction(b: BindingContext, syntax: LocalFunction): BoundStatement {
  const local = b.scope.own(syntax.name)!;
  if (local.signature!.instantiate) return { kind: "empty" };
  return bindFunction(b, surroundings(b), syntax, local, []);
}

function bindFunction(
  b: BindingContext,
  around: Around,
  syntax: LocalFunction,
  local: LocalSymbol,
  types: TypeNames,
): BoundStatement {
  const { parameters, returns } = local.signature!;
  const owner = new FunctionScope(around.function, true);
  const iterator = isBlock(syntax.body) && containsYield(syntax.body)
    ? iteratorOf(returns, syntax)
    : null;
  owner.returns = iterator ? t.VOID : returns;
  owner.yields = iterator?.element ?? null;
  const lambda = within(b, around, owner, (): Bound => {
    for (const [name, type] of types) b.scope.types.set(name, type);
    const locals = parameters.map(({ name, type, mode }, i) => {
      const role = mode === "value" ? "parameter" : "reference";
      const parameter = b.scope.declare(name, type, syntax.parameters[i].start, {
        role,
        initialized: mode !== "out",
      });
      if (role === "reference") parameter.reassigned = true;
      return parameter;
    });
    const body = isBlock(syntax.body)
      ? b.block(syntax.body)
      : expressionBody(b, syntax.body, returns);
    if (isBlock(syntax.body) && owner.returns !== t.VOID && endReachable(body)) {
      throw error(
        "CS0161_function",
        syntax.nameStart,
        syntax.name,
        parameters.map((p) => t.display(p.type)).join(", "),
      );
    }
    return {
      kind: "lambda",
      function: owner,
      body,
      iterator,
      parameters: locals,
      locals: b.scope.locals,
      type: t.OBJECT,
      at: syntax.start,
    };
  });
  around.function.use(local);
  return { kind: "localFunction", local, within: around.function, lambda };
}

/** Whether a `yield` stands in the syntax, outside of functions within it. */
function containsYield(syntax: unknown): boolean {
  if (typeof syntax !== "object" || syntax === null) return false;
  if ("kind" in syntax) {
    if (syntax.kind === "yield") return true;
    if (syntax.kind === "lambda" || syntax.kind === "localFunction") return false;
  }
  return Object.values(syntax).some(containsYield);
}

/** The elements of an iterator that returns the type. @throws CompileError CS1624 */
function iteratorOf(returns: CsType, syntax: LocalFunction) {
  const { name } = returns.definition;
  const known = /^System\.Collections\.(Generic\.)?IEnumera(ble|tor)$/.exec(name);
  if (!known) {
    throw error("CS1624", syntax.nameStart, syntax.name, t.display(returns));
  }
  return { element: returns.typeArguments[0] ?? t.OBJECT, enumerator: known[2] === "tor" };
}
