/**
 * What `set-header` does to a header.
 * @module
 */
import { grown } from "../engine/counted.ts";
import type { HeaderMap } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";
import type { ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Operand } from "../definition/operand.ts";
import { EXISTS_ACTION, existsAction, VALUES } from "./exists_action.ts";
import { checkedHeaderValue, invalidHeader, isPlain } from "./header_value.ts";

/** Fields whose values stay apart; those of all others are joined with ",". */
const SEPARATE = new Set([
  "user-agent",
  "www-authenticate",
  "proxy-authenticate",
  "cookie",
  "set-cookie",
  "warning",
  "date",
  "expires",
  "if-modified-since",
  "if-unmodified-since",
  "last-modified",
  "retry-after",
]);

/** Fields that belong to the connection. */
const PROTECTED = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What a `set-header` element may hold wherever it stands. */
export const SET_HEADER: ElementRule = {
  attributes: {
    name: { type: "text", required: true, expressions: true },
    "exists-action": EXISTS_ACTION,
  },
  children: VALUES,
};

/** What a `set-header` node does to the headers of whatever message it is for. */
export function headerEdit(node: PolicyNode): (run: Run, headers: HeaderMap) => void {
  const name = node.text("name");
  const known = name.constant === undefined ? null : fieldOf(name.constant);
  const action = existsAction(node);
  const values = node.children("value").map(({ content }) => checkedOperand(content));
  const evaluate = values.length === 1
    ? (run: Run) => [values[0](run)]
    : (run: Run) => values.map((value) => value(run));
  return (run, headers) => {
    const { field, key, refused } = known ?? fieldOf(name(run));
    if (refused !== null) {
      if (refused === "invalid") throw invalidHeader("HTTP Header", "name");
      return run.trace?.add(run, "set-header", `${field} belongs to the connection: not changed`);
    }
    switch (action(run)) {
      case "delete":
        if (key !== "server") headers.delete(field);
        return;
      case "skip":
        if (!headers.has(field)) put(headers, field, key, evaluate(run));
        return;
      case "append":
        return put(
          headers,
          field,
          key,
          grown(run, [...headers.values(field) ?? [], ...evaluate(run)]),
        );
      default:
        return put(headers, field, key, evaluate(run));
    }
  };
}

interface FieldName {
  readonly field: string;
  readonly key: string;
  /** Why the field cannot be set. */
  readonly refused: "invalid" | "protected" | null;
}

function fieldOf(name: string): FieldName {
  const field = name.trim();
  const key = field.toLowerCase();
  const refused = !FIELD_NAME.test(field) ? "invalid" : PROTECTED.has(key) ? "protected" : null;
  return { field, key, refused };
}

/** The value as a header takes it; a plain constant is looked at once. */
function checkedOperand(content: Operand<string>): Operand<string> {
  if (content.constant !== undefined && isPlain(content.constant)) return content;
  return (run) => checkedHeaderValue(content(run));
}

function put(headers: HeaderMap, name: string, key: string, values: string[]): void {
  if (values.length === 1 || SEPARATE.has(key)) headers.set(name, ...values);
  else headers.set(name, values.join(","));
}
