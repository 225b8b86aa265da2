/**
 * Whether control can come to the end of a statement (C# 7.3, section 8.1).
 * @module
 */
import type { Bound, BoundStatement } from "../bound.ts";
import { isConstant } from "../constants.ts";
import { mayMissAll, reachableSections } from "./coverage.ts";

/** Visits the statements of a list that control can come to; true when it can come to the list's end. */
function walk(
  statements: readonly BoundStatement[],
  visit: (statement: BoundStatement) => void,
): boolean {
  let reached = true;
  for (const one of statements) {
    reached ||= one.kind === "label" && one.label.targeted;
    if (!reached) continue;
    visit(one);
    reached = endReachable(one);
  }
  return reached;
}

/** true when the statement can complete normally. */
export function endReachable(statement: BoundStatement): boolean {
  switch (statement.kind) {
    case "block":
      return walk(statement.statements, () => {});
    case "return":
    case "break":
    case "continue":
    case "throw":
    case "goto":
    case "gotoCase":
      return false;
    case "if": {
      if (isTrue(statement.condition)) return endReachable(statement.then);
      if (!statement.otherwise) return true;
      if (isFalse(statement.condition)) return endReachable(statement.otherwise);
      return endReachable(statement.then) || endReachable(statement.otherwise);
    }
    case "while":
      return !isTrue(statement.condition) || breaks(statement.body);
    case "do": {
      const conditionReached = endReachable(statement.body) || continues(statement.body);
      return (conditionReached && !isTrue(statement.condition)) || breaks(statement.body);
    }
    case "for":
      return (statement.condition !== null && !isTrue(statement.condition)) ||
        breaks(statement.body);
    case "try": {
      if (statement.finally && !endReachable(statement.finally)) return false;
      return endReachable(statement.body) || statement.catches.some((c) => endReachable(c.body));
    }
    case "switch": {
      return mayMissAll(statement) ||
        reachableSections(statement).some((s) => breaks(s.body) || endReachable(s.body));
    }
    case "using":
      return endReachable(statement.body);
    case "yield":
      return statement.value !== null;
    default:
      return true;
  }
}

function isTrue(condition: Bound): boolean {
  return isAlways(condition, true);
}

function isFalse(condition: Bound): boolean {
  return isAlways(condition, false);
}

/** Whether constants alone decide the condition: `true || x` is no constant, yet never false. */
function isAlways(condition: Bound, value: boolean): boolean {
  if (isConstant(condition)) return condition.value === value;
  if (condition.kind === "unary") {
    return condition.operator === "!" && isAlways(condition.operand, !value);
  }
  if (condition.kind !== "logical") return false;
  const [left, right] = [isAlways(condition.left, value), isAlways(condition.right, value)];
  return value === (condition.operator === "||") ? left || right : left && right;
}

/** Whether a `break` in it leaves the loop or switch around it. */
function breaks(statement: BoundStatement): boolean {
  return jumps(statement, "break");
}

function continues(statement: BoundStatement): boolean {
  return jumps(statement, "continue");
}

function jumps(statement: BoundStatement, kind: "break" | "continue"): boolean {
  switch (statement.kind) {
    case "block": {
      let found = false;
      walk(statement.statements, (one) => found ||= jumps(one, kind));
      return found;
    }
    case "if":
      return (!isFalse(statement.condition) && jumps(statement.then, kind)) ||
        (statement.otherwise !== null && !isTrue(statement.condition) &&
          jumps(statement.otherwise, kind));
    case "try":
      return jumps(statement.body, kind) || statement.catches.some((c) => jumps(c.body, kind));
    case "using":
      return jumps(statement.body, kind);
    case "switch":
      return kind === "continue" && reachableSections(statement).some((s) => jumps(s.body, kind));
    default:
      return statement.kind === kind;
  }
}

/** Whether a `yield` stands in it, so that it runs in pieces. */
export function yieldsWithin(statement: BoundStatement): boolean {
  switch (statement.kind) {
    case "yield":
      return true;
    case "block":
      return statement.statements.some(yieldsWithin);
    case "if":
      return yieldsWithin(statement.then) ||
        (statement.otherwise !== null && yieldsWithin(statement.otherwise));
    case "while":
    case "do":
    case "for":
    case "foreach":
    case "using":
      return yieldsWithin(statement.body);
    case "try":
      return yieldsWithin(statement.body) || statement.catches.some((c) => yieldsWithin(c.body));
    case "switch":
      return statement.sections.some((section) => yieldsWithin(section.body));
    default:
      return false;
  }
}
