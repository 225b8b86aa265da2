/**
 * The conversation of a request: checked, and as the text that its tokens are counted of.
 * @module
 */
import { ApiError } from "./errors.ts";
import { isObject } from "./parameters.ts";

export interface Conversation {
  /** All texts, in order. */
  readonly text: string;
  readonly count: number;
  /** Pictures among the parts: they are counted, and not looked at. */
  readonly images: number;
  /** The last thing said is what a tool answered: the model has its turn. */
  readonly endsWithTool: boolean;
}

/** Of a message's parts; audio and files no simulated region has. */
const CHAT_PARTS = ["text", "image_url", "refusal"];
const RESPONSE_PARTS = ["input_text", "input_image", "output_text", "refusal"];

const ROLES = ["system", "assistant", "user", "function", "tool", "developer"];

/** @throws ApiError 400 */
export function readMessages(messages: unknown): Conversation {
  if (messages === undefined || messages === null) throw ApiError.missing("messages");
  if (!Array.isArray(messages)) {
    throw ApiError.invalidType("messages", "an array of objects", messages);
  }
  if (messages.length === 0) throw ApiError.emptyArray("messages", 1);
  const called = new Set<string>();
  let images = 0;
  messages.forEach((message, i) => {
    checkMessage(message, i, called);
    images += countImages(message.content, `messages[${i}].content`, CHAT_PARTS);
  });
  const last = messages.at(-1).role;
  return {
    text: textsOf(messages).join("\n"),
    count: messages.length,
    images,
    endsWithTool: last === "tool" || last === "function",
  };
}

function checkMessage(message: unknown, index: number, called: Set<string>): void {
  const path = `messages[${index}]`;
  if (!isObject(message)) throw ApiError.invalidType(path, "an object", message);
  const { role, content, tool_calls, function_call } = message;
  if (role === undefined) throw ApiError.missing(`${path}.role`);
  if (typeof role !== "string") throw ApiError.invalidType(`${path}.role`, "a string", role);
  if (!ROLES.includes(role)) throw ApiError.unsupportedValue(`${path}.role`, role, ROLES);
  if (Array.isArray(tool_calls)) {
    for (const call of tool_calls) if (isObject(call)) called.add(String(call.id));
  }
  if (role === "tool" && !called.has(String(message.tool_call_id))) {
    throw ApiError.invalidRequest(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      `messages.[${index}].role`,
      null,
    );
  }
  const calls = role === "assistant" && (tool_calls !== undefined || function_call !== undefined);
  if (content === undefined || content === null) {
    if (!calls) throw ApiError.missing(`${path}.content`);
  } else if (typeof content !== "string" && !Array.isArray(content)) {
    throw ApiError.invalidType(`${path}.content`, "a string or an array of objects", content);
  }
}

/** The Responses API's `input`: a text, or items. @throws ApiError 400 */
export function readInput(input: unknown, instructions: string | null): Conversation {
  if (input === undefined || input === null) throw ApiError.missing("input");
  const before = instructions === null ? [] : [instructions];
  if (typeof input === "string") {
    return { text: [...before, input].join("\n"), count: 1, images: 0, endsWithTool: false };
  }
  if (!Array.isArray(input)) throw ApiError.invalidType("input", "a string or an array", input);
  if (input.length === 0) throw ApiError.emptyArray("input", 1);
  let images = 0;
  input.forEach((item, i) => {
    if (!isObject(item)) throw ApiError.invalidType(`input[${i}]`, "an object", item);
    if (item.type !== undefined && item.type !== "message") return;
    const role = item.role;
    if (role === undefined) throw ApiError.missing(`input[${i}].role`);
    const roles = ["assistant", "system", "developer", "user"];
    if (typeof role !== "string" || !roles.includes(role)) {
      throw ApiError.unsupportedValue(`input[${i}].role`, String(role), roles);
    }
    if (item.content === undefined) throw ApiError.missing(`input[${i}].content`);
    images += countImages(item.content, `input[${i}].content`, RESPONSE_PARTS);
  });
  return {
    text: [...before, ...textsOf(input)].join("\n"),
    count: input.length,
    images,
    endsWithTool: input.at(-1).type === "function_call_output",
  };
}

/** @throws ApiError for parts of other types than `types` */
function countImages(content: unknown, path: string, types: readonly string[]): number {
  if (!Array.isArray(content)) return 0;
  let images = 0;
  content.forEach((part, i) => {
    const at = `${path}[${i}]`;
    if (!isObject(part)) throw ApiError.invalidType(at, "an object", part);
    if (part.type === undefined) throw ApiError.missing(`${at}.type`);
    if (!types.includes(String(part.type))) {
      throw ApiError.unsupportedValue(`${at}.type`, String(part.type), types);
    }
    if (String(part.type).includes("image")) images++;
  });
  return images;
}

/** Texts of messages, of their parts, of calls and what they gave, in order. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isObject(value)) return [];
  const { content, text, output, tool_calls, function: called, arguments: args } = value;
  return [content, text, output, tool_calls, called, args].flatMap(textsOf);
}
