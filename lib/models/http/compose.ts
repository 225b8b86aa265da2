/**
 * What a simulated model says: words, JSON of the form that is asked for, or a call of a tool. Everything is
 * drawn from the seed.
 * @module
 */
import type { Random } from "../../core/random.ts";
import type { ModelCall } from "./call.ts";
import type { FunctionTool } from "./tools.ts";
import { writeTokens } from "./words.ts";

/** One answer, before it is put into either API's shape. */
export interface Choice {
  readonly kind: "text" | "call";
  /** Of the text, or of the call's arguments. */
  readonly tokens: readonly string[];
  readonly finish: "stop" | "length" | "call";
  /** The function's name; "" for a text. */
  readonly name: string;
  /** Unique, hexadecimal. */
  readonly id: string;
}

/** Characters to a token, where a text is not made of words: the documentation's rule of thumb. */
const TOKEN = /[\s\S]{1,4}/g;

export interface ComposeOptions {
  readonly random: Random;
  /** How many tokens a free text has, if nothing cuts it short. */
  readonly length: number;
  /** Tokens at which an answer is cut. */
  readonly limit: number;
  readonly sample: (schema: Readonly<Record<string, unknown>>, random: Random) => unknown;
}

export function compose(call: ModelCall, options: ComposeOptions): Choice {
  const { random, limit } = options;
  const id = random.uuid().replaceAll("-", "");
  const tool = toolToCall(call, random);
  if (tool) {
    const tokens = jsonTokens(options.sample(tool.parameters, random));
    // a call that was demanded by name ends as a text does
    const finish = call.tools.choice.kind === "named" && !call.usesFunctions ? "stop" : "call";
    return cut({ kind: "call", tokens, finish, name: tool.name, id }, limit);
  }
  const tokens = stopped(writtenTokens(call, options), call.stop);
  return cut({ kind: "text", tokens, finish: "stop", name: "", id }, limit);
}

/**
 * The function to call: the one that is demanded, else any of them, unless a tool has just answered. So each
 * conversation with tools comes to a text in its second turn, as clients expect; which is an assumption.
 */
function toolToCall({ tools, conversation }: ModelCall, random: Random): FunctionTool | null {
  const { functions, choice } = tools;
  if (choice.kind === "named") return functions.find(({ name }) => name === choice.name)!;
  if (choice.kind === "none" || functions.length === 0) return null;
  if (choice.kind === "auto" && conversation.endsWithTool) return null;
  return functions[random.integer(0, functions.length)];
}

function writtenTokens(
  { format }: ModelCall,
  { random, length, limit, sample }: ComposeOptions,
): readonly string[] {
  switch (format.kind) {
    case "text":
      return writeTokens(Math.min(length, limit + 1), random); // one more, so that the cut is seen
    case "json_object":
      return jsonTokens({ answer: writeTokens(Math.min(length, limit + 1), random).join("") });
    case "json_schema":
      return jsonTokens(sample(format.schema, random));
  }
}

function jsonTokens(value: unknown): string[] {
  return JSON.stringify(value).match(TOKEN) ?? [];
}

/** The text up to the first of the sequences, which is not part of it. */
function stopped(tokens: readonly string[], sequences: readonly string[]): readonly string[] {
  if (sequences.length === 0) return tokens;
  const text = tokens.join("");
  const found = sequences.map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0);
  if (found.length === 0) return tokens;
  const end = Math.min(...found);
  const kept: string[] = [];
  for (let at = 0, i = 0; at < end; at += tokens[i++].length) {
    kept.push(tokens[i].slice(0, end - at));
  }
  return kept;
}

function cut(choice: Choice, limit: number): Choice {
  return choice.tokens.length <= limit
    ? choice
    : { ...choice, tokens: choice.tokens.slice(0, limit), finish: "length" };
}
