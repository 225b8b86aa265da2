/**
 * Statements (C# 7.3, chapter 8).
 * @module
 */
import { baseTypes, symbols } from "../runtime/symbols.ts";
import { CsType, substitute, typeOf } from "../runtime/type.ts";
import type { Expression, LocalDeclaration, Statement, SwitchSection } from "../syntax/ast.ts";
import { CompileError } from "../syntax/errors.ts";
import { callGroup, instanceMember, localValue } from "./access.ts";
import { deconstructInto } from "./assignment.ts";
import {
  type Bound,
  type BoundCatch,
  type BoundLabel,
  type BoundSection,
  type BoundStatement,
  isTyped,
} from "./bound.ts";
import { isConstant } from "./constants.ts";
import { type BindingContext, error } from "./context.ts";
import { asValue, canConvert, convertExplicit, convertImplicit } from "./convert.ts";
import { filledArray } from "./creation.ts";
import { bindLocalFunction, declareLocalFunction } from "./lambdas.ts";
import { findMembers, isMethod, typeMap } from "./members.ts";
import { bindPattern } from "./patterns.ts";
import { endReachable } from "./reachability.ts";
import type { LocalSymbol } from "./scope.ts";
import * as t from "./types.ts";

type Of<K extends Statement["kind"]> = Statement & { kind: K };

/** Statements in the current scope, with the scope's locals. */
export function bindStatements(
  b: BindingContext,
  statements: readonly Statement[],
): BoundStatement {
  for (const statement of statements) {
    if (statement.kind === "local") {
      for (const { name } of statement.declarators) b.scope.upcoming.add(name);
    }
    if (statement.kind === "localFunction") guard(b, () => void declareLocalFunction(b, statement));
  }
  const bound: BoundStatement[] = [];
  for (const statement of statements) {
    guard(b, () => {
      const one = b.statement(statement);
      // a local function exists from the start of its block
      if (one.kind === "localFunction") bound.unshift(one);
      else bound.push(one);
    });
  }
  return { kind: "block", statements: bound, locals: b.scope.locals };
}

function guard(b: BindingContext, bind: () => void): void {
  try {
    bind();
  } catch (failure) {
    if (!(failure instanceof CompileError)) throw failure;
    b.report(failure);
  }
}

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
      if (enclosing(b).length === 0) {
        throw error("CS0139", "No enclosing loop out of which to break or continue", at);
      }
      return { kind: "break", at };
    case "continue":
      if (!enclosing(b).includes("loop")) {
        throw error("CS0139", "No enclosing loop out of which to break or continue", at);
      }
      return { kind: "continue", at };
    case "throw":
      return bindThrow(b, syntax);
    case "try":
      return bindTry(b, syntax);
    case "switch":
      return b.inScope(() => bindSwitch(b, syntax));
    case "goto":
      return bindGoto(b, syntax);
    case "lock": {
      const value = b.value(syntax.value);
      if (!t.isReference(value.type)) {
        throw error(
          "CS0185",
          `'${t.display(value.type)}' is not a reference type as required by the lock statement`,
          at,
        );
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
      if (!b.scope.own(syntax.name)?.signature) throw error("", "", at);
      return bindLocalFunction(b, syntax);
    case "yield":
      throw error("CS1624", "Iterators ('yield') cannot be used in policy expressions", at);
  }
}

/** The expression of an expression statement, void or not. */
function statementValue(b: BindingContext, syntax: Expression): Bound {
  const value = b.expression(syntax);
  return isTyped(value) ? value : asValue(value);
}

function embedded(b: BindingContext, syntax: Statement): BoundStatement {
  if (syntax.kind === "block") return b.block(syntax);
  return b.inScope(() => {
    const statement = b.statement(syntax);
    return { kind: "block", statements: [statement], locals: b.scope.locals };
  });
}

// Loops and switches around a statement, by function: a lambda's body is in none of its surroundings'
const surroundings = new WeakMap<object, ("loop" | "switch")[]>();

function enclosing(b: BindingContext): ("loop" | "switch")[] {
  let stack = surroundings.get(b.function);
  if (!stack) surroundings.set(b.function, stack = []);
  return stack;
}

function inside<T>(b: BindingContext, kind: "loop" | "switch", bind: () => T): T {
  const stack = enclosing(b);
  stack.push(kind);
  try {
    return bind();
  } finally {
    stack.pop();
  }
}

function loop(b: BindingContext, body: Statement): BoundStatement {
  return inside(b, "loop", () => embedded(b, body));
}

function bindLocal(b: BindingContext, syntax: LocalDeclaration): BoundStatement {
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
      // the name is in scope from here on, though not to be used before its value is there
      const local = b.scope.declare(name, type, initializer.end);
      local.initialized = true;
      const value = initializer.kind === "arrayInitializer"
        ? arrayValue(b, initializer, type)
        : b.convert(initializer, type);
      if (syntax.isConst) return constantLocal(local, value, initializer.start);
      local.initialValue = value;
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
    if (symbols.of(type)?.isStatic) {
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
  local.initialValue = typed;
  return { kind: "declare", local, within: b.function, value: typed };
}

function bindFor(b: BindingContext, syntax: Of<"for">): BoundStatement {
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

function bindForeach(b: BindingContext, syntax: Of<"foreach">): BoundStatement {
  const { start: at } = syntax;
  const source = b.value(syntax.source);
  if (source.type === t.ERROR) throw error("", "", at);
  const elementType = enumerableElement(source.type);
  if (!elementType) {
    throw error(
      "CS1579",
      `foreach statement cannot operate on variables of type '${t.display(source.type)}' because '${
        t.display(source.type)
      }' does not contain a public instance or extension definition for 'GetEnumerator'`,
      syntax.source.start,
    );
  }
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
    locals: b.scope.locals,
  };
}

/** What a foreach over the type gives; null where it cannot be enumerated. */
export function enumerableElement(type: CsType): CsType | null {
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

function bindReturn(b: BindingContext, syntax: Of<"return">): BoundStatement {
  const { start: at } = syntax;
  const { returns, returned } = b.function;
  const isRoot = b.function.parent === null;
  if (!syntax.value) {
    if (returns !== null && returns !== t.VOID) {
      throw error(
        "CS0126",
        `An object of a type convertible to '${t.display(returns)}' is required`,
        at,
      );
    }
    return { kind: "return", value: null, at };
  }
  if (returns === t.VOID) {
    throw error(
      "CS8030",
      "Anonymous function converted to a void returning delegate cannot return a value",
      at,
    );
  }
  const value = b.expression(syntax.value);
  if (returns === null) {
    returned.push(isTyped(value) ? value : null);
    if (isTyped(value)) return { kind: "return", value, at };
    const loose = value.kind === "nullLiteral" || value.kind === "defaultLiteral" ||
      value.kind === "throwLiteral" || value.kind === "tupleLiteral" ||
      value.kind === "lambdaLiteral" || value.kind === "group";
    if (!loose) asValue(value);
    if (
      value.kind === "nullLiteral" || value.kind === "defaultLiteral" ||
      value.kind === "throwLiteral"
    ) {
      returned.pop();
      return { kind: "return", value: convertImplicit(value, t.OBJECT, at), at };
    }
    returned[returned.length - 1] = value.kind === "tupleLiteral" ? asValue(value) : null;
    return { kind: "return", value: null, at };
  }
  if (isRoot && isTyped(value)) returned.push(value);
  return { kind: "return", value: convertImplicit(value, returns, syntax.value.start), at };
}

function bindThrow(b: BindingContext, syntax: Of<"throw">): BoundStatement {
  const { start: at } = syntax;
  if (!syntax.value) {
    if (!catching(b)) {
      throw error(
        "CS0156",
        "A throw statement with no arguments is not allowed outside of a catch clause",
        at,
      );
    }
    return { kind: "throw", value: null, at };
  }
  return { kind: "throw", value: thrown(b, syntax.value), at };
}

/** The operand of a throw. @throws CompileError CS0155 */
export function thrown(b: BindingContext, syntax: Expression): Bound {
  const value = b.expression(syntax);
  if (isTyped(value) && value.type !== t.ERROR && !t.inherits(value.type, t.EXCEPTION)) {
    throw error(
      "CS0155",
      "The type caught or thrown must be derived from System.Exception",
      syntax.start,
    );
  }
  return convertImplicit(value, t.EXCEPTION, syntax.start);
}

const catchDepth = new WeakMap<object, number>();

function catching(b: BindingContext): boolean {
  return (catchDepth.get(b.function) ?? 0) > 0;
}

function bindTry(b: BindingContext, syntax: Of<"try">): BoundStatement {
  const body = b.block(syntax.body);
  const caught: CsType[] = [];
  const catches = syntax.catches.map((clause): BoundCatch =>
    b.inScope(() => {
      const type = clause.type ? b.type(clause.type) : t.EXCEPTION;
      if (!t.inherits(type, t.EXCEPTION)) {
        throw error(
          "CS0155",
          "The type caught or thrown must be derived from System.Exception",
          clause.start,
        );
      }
      if (caught.some((earlier) => t.inherits(type, earlier))) {
        throw error(
          "CS0160",
          `A previous catch clause already catches all exceptions of this or of a super type ('${
            t.display(type)
          }')`,
          clause.start,
        );
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
  return { kind: "try", body, catches, finally: syntax.finally && b.block(syntax.finally) };
}

/** Sections of the switches around, to which a goto may go. */
const gotoTargets = new WeakMap<
  object,
  { sections: readonly SwitchSection[]; labels: (number | string | unknown)[][]; value: Bound }[]
>();

function bindSwitch(b: BindingContext, syntax: Of<"switch">): BoundStatement {
  const { start: at } = syntax;
  const value = b.value(syntax.value);
  if (value.type === t.ERROR || value.type === t.VOID) {
    throw error(
      value.type === t.VOID ? "CS8119" : "",
      "The switch expression must be a value; found 'void'.",
      at,
    );
  }
  const subject = b.scope.temporary(value.type, "", at, { initialized: true });
  const input = localValue(b, subject, at);
  const labels: unknown[][] = syntax.sections.map(() => []);
  const stack = gotoTargets.get(b.function) ?? [];
  gotoTargets.set(b.function, stack);
  stack.push({ sections: syntax.sections, labels, value: input });
  try {
    const seen = new Set<unknown>();
    // one scope for all sections' declarations, a scope for each section's patterns
    const bound = syntax.sections.map((section, i) => ({
      section,
      ...b.inScope(() => {
        const boundLabels = section.labels.map((label) =>
          bindLabel(b, label, input, labels[i], seen)
        );
        const body = inside(b, "switch", () => bindStatements(b, section.statements));
        return {
          labels: boundLabels,
          body: { ...body, locals: [] } as BoundStatement,
          locals: b.scope.locals,
        };
      }),
    }));
    const sections: BoundSection[] = bound.map(
      ({ section, labels: boundLabels, body, locals }, i) => {
        if (endReachable(body)) throw fallThrough(section, i === bound.length - 1);
        return { labels: boundLabels, locals, body, at: section.start };
      },
    );
    return {
      kind: "switch",
      value,
      subject,
      within: b.function,
      sections,
      locals: b.scope.locals,
      at,
    };
  } finally {
    stack.pop();
  }
}

function fallThrough(section: SwitchSection, last: boolean) {
  const label = section.labels.at(-1)!;
  const shown = label.kind === "default" ? "default:" : "case";
  return last
    ? error(
      "CS8070",
      `Control cannot fall out of switch from final case label ('${shown}')`,
      label.start,
    )
    : error(
      "CS0163",
      `Control cannot fall through from one case label ('${shown}') to another`,
      label.start,
    );
}

function bindLabel(
  b: BindingContext,
  label: SwitchSection["labels"][number],
  input: Bound,
  own: unknown[],
  seen: Set<unknown>,
): BoundLabel {
  const mark = (key: unknown, text: string) => {
    if (seen.has(key)) {
      throw error(
        "CS0152",
        `The switch statement contains multiple cases with the label value '${text}'`,
        label.start,
      );
    }
    seen.add(key);
    own.push(key);
  };
  if (label.kind === "default") {
    mark(DEFAULT, "default");
    return { kind: "default" };
  }
  const pattern = bindPattern(b, label.pattern, input);
  if (pattern.kind === "constant" && isConstant(pattern.value) && !label.when) {
    mark(pattern.value.value, String(pattern.value.value));
  }
  return { kind: "case", pattern, when: label.when && b.convert(label.when, t.BOOL) };
}

const DEFAULT = Symbol("default");

function bindGoto(b: BindingContext, syntax: Of<"goto">): BoundStatement {
  const { start: at, target } = syntax;
  const around = gotoTargets.get(b.function)?.at(-1);
  if (!around) throw error("CS0153", "A goto case is only valid inside a switch statement", at);
  const key = target === "default" ? DEFAULT : gotoKey(b, target, around.value.type);
  // later sections' labels are not known yet
  const find = () => around.labels.findIndex((keys) => keys.includes(key));
  const exists = target === "default"
    ? around.sections.some((s) => s.labels.some((l) => l.kind === "default"))
    : around.sections.some((s) => s.labels.some((l) => l.kind === "case"));
  if (!exists) {
    throw error(
      "CS0159",
      `No such label '${
        target === "default" ? "default:" : `case ${String(key)}:`
      }' within the scope of the goto statement`,
      at,
    );
  }
  return { kind: "gotoCase", section: find, at };
}

function gotoKey(b: BindingContext, target: Expression, type: CsType): unknown {
  const value = b.expression(target);
  const converted = convertImplicit(value, t.underlying(type), target.start);
  if (!isConstant(converted)) throw error("CS0150", "A constant value is expected", target.start);
  return converted.value;
}

function bindUsing(b: BindingContext, syntax: Of<"using">): BoundStatement {
  const { resource: what, start: at } = syntax;
  let resource: BoundStatement;
  let local: LocalSymbol;
  if (what.kind === "local") {
    resource = bindLocal(b, what);
    local = b.scope.own(what.declarators[0].name)!;
  } else {
    const value = b.value(what);
    local = b.scope.temporary(value.type, "", at, { initialized: true });
    resource = { kind: "declare", local, within: b.function, value };
  }
  const disposable = typeOf("System.IDisposable");
  if (!canConvert({ kind: "default", type: local.type, at }, disposable)) {
    throw error(
      "CS1674",
      `'${
        t.display(local.type)
      }': type used in a using statement must be implicitly convertible to 'System.IDisposable'`,
      at,
    );
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
