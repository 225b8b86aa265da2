/**
 * What a model answered, as text.
 * @module
 */
import { parseBodyJson } from "../../expression/values.ts";
import { isObject, listOf, parseJson } from "../../../core/json.ts";

/** The text of a reply's body, whole or streamed; "" when it is no model's. */
export function completionText(body: string): string {
  const reply = parseBodyJson(body);
  if (isObject(reply)) return replyText(reply);
  let text = "";
  for (const line of body.split("\n")) {
    const event = line.startsWith("data:") ? parseJson(line.slice(5)) : undefined;
    if (!isObject(event)) continue;
    text += typeof event.delta === "string" ? event.delta : replyText(event);
  }
  return text;
}

function replyText(reply: { readonly [name: string]: unknown }): string {
  const choices = listOf(reply.choices).map((choice) => {
    if (!isObject(choice)) return "";
    if (typeof choice.text === "string") return choice.text;
    const message = choice.message ?? choice.delta;
    return isObject(message) ? contentText(message.content) : "";
  });
  const output = listOf(reply.output).map((item) =>
    isObject(item) ? contentText(item.content) : ""
  );
  return [...choices, ...output].join("");
}

function contentText(content: unknown): string {
  return listOf(content).map((part) => {
    if (typeof part === "string") return part;
    return isObject(part) && typeof part.text === "string" ? part.text : "";
  }).join("");
}
