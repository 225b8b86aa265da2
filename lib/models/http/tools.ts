/**
 * Functions that a model may call, as both APIs describe them, and which of them it is to call.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/function-calling
 * @module
 */
import { ApiError } from "./errors.ts";
import { isObject, Parameters } from "./parameters.ts";

export interface FunctionTool {
  readonly name: string;
  /** JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the caller wants: a text, whatever the model likes, some call, or this one. */
export type ToolChoice =
  | { readonly kind: "none" | "auto" | "required" }
  | { readonly kind: "named"; readonly name: string };

export interface Tools {
  readonly functions: readonly FunctionTool[];
  readonly choice: ToolChoice;
}

const MAX_TOOLS = 128;
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const NO_PARAMETERS = { type: "object", properties: {} };

/** @param nested chat completions hold the function in a member of its own, responses do not */
export function readTools(body: Parameters, { nested }: { readonly nested: boolean }): Tools {
  const listed = body.list("tools");
  const functions = (listed ?? []).map((tool, i) => readTool(tool, `tools[${i}]`, nested));
  if (functions.length > MAX_TOOLS) throw ApiError.tooLong("tools", MAX_TOOLS, functions.length);
  if (listed !== null && functions.length === 0) throw ApiError.emptyArray("tools", 1);
  if (body.has("tool_choice") && functions.length === 0) {
    throw ApiError.invalid(
      "tool_choice",
      "'tool_choice' is only allowed when 'tools' are specified",
    );
  }
  return { functions, choice: readChoice(body, functions, nested) };
}

function readTool(tool: unknown, path: string, nested: boolean): FunctionTool {
  if (!isObject(tool)) throw ApiError.invalidType(path, "an object", tool);
  const outer = new Parameters(tool, `${path}.`);
  const type = outer.requiredText("type");
  // what the service hosts itself (web search, code, files, MCP) no simulated region has
  if (type !== "function") throw ApiError.unsupportedValue(`${path}.type`, type, ["function"]);
  const inner = nested ? outer.object("function") : outer;
  if (inner === null) throw ApiError.missing(`${path}.function`);
  const name = inner.requiredText("name");
  if (!NAME.test(name)) {
    throw ApiError.invalidString(`${inner.path}name`, "^[a-zA-Z0-9_-]+$");
  }
  return { name, parameters: inner.object("parameters")?.body ?? NO_PARAMETERS };
}

function readChoice(
  body: Parameters,
  functions: readonly FunctionTool[],
  nested: boolean,
): ToolChoice {
  const { tool_choice: choice } = body.body;
  if (choice === undefined || choice === null) {
    return { kind: functions.length === 0 ? "none" : "auto" };
  }
  if (typeof choice === "string") {
    return { kind: body.choice("tool_choice", ["none", "auto", "required"])! };
  }
  const outer = body.object("tool_choice")!;
  const type = outer.requiredText("type");
  if (type !== "function") throw ApiError.unsupportedValue("tool_choice.type", type, ["function"]);
  const inner = nested ? outer.object("function") : outer;
  if (inner === null) throw ApiError.missing("tool_choice.function");
  const name = inner.requiredText("name");
  if (functions.some((tool) => tool.name === name)) return { kind: "named", name };
  throw ApiError.invalid("tool_choice", `the function '${name}' was not found in 'tools'`);
}

/**
 * Chat's older form: `functions` and `function_call`, with the same meaning.
 * @returns null where the request uses the newer one, or none
 */
export function readFunctions(body: Parameters): Tools | null {
  const listed = body.list("functions");
  if (listed === null) return null;
  const functions = listed.map((item, i) => readTool(wrapped(item), `functions[${i}]`, true));
  const { function_call: call } = body.body;
  if (call === undefined || call === null) return { functions, choice: { kind: "auto" } };
  if (typeof call === "string") {
    return { functions, choice: { kind: body.choice("function_call", ["none", "auto"])! } };
  }
  const name = body.object("function_call")!.requiredText("name");
  if (functions.some((tool) => tool.name === name)) {
    return { functions, choice: { kind: "named", name } };
  }
  throw ApiError.invalid("function_call", `the function '${name}' was not found in 'functions'`);
}

function wrapped(item: unknown): unknown {
  return { type: "function", function: item };
}
