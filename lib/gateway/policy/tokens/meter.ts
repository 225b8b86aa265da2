/**
 * Tells policies what tokens a call took, once for all that ask.
 * @module
 */
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { loadBody, type ResponseMessage } from "../../contracts/message.ts";
import { tapBody } from "../limits/body_meter.ts";
import type { Run } from "../../contracts/run.ts";
import { parseBodyJson } from "../../expression/values.ts";
import { counted } from "../engine/counted.ts";
import { estimatePromptTokens } from "./prompt.ts";
import { StreamUsage, type TokenUsage, usageOf } from "./usage.ts";

/** Is told the call's tokens; null when the reply does not say and is no stream, as a refusal does not. */
type Listener = (usage: TokenUsage | null) => void;

const LISTENERS = new WeakMap<Run, Listener[]>();

/**
 * Calls `listener` when the tokens are known: before the outbound section, or for a stream once it has passed.
 * Never when no backend answered.
 */
export function whenTokensKnown(run: Run, listener: Listener): void {
  const listeners = LISTENERS.get(run);
  if (listeners !== undefined) return void listeners.push(listener);
  const all = [listener];
  LISTENERS.set(run, all);
  run.afterBackend.push((run) => measure(run, (usage) => all.forEach((tell) => tell(usage))));
}

/** Whether the reply is a stream of events. */
export function isEventStream({ headers }: ResponseMessage): boolean {
  return /^\s*text\/event-stream\b/i.test(headers.get("Content-Type") ?? "");
}

function measure(run: Run, tell: Listener): MaybePromise<void> {
  const { response } = run.context;
  if (response === null || response.statusCode >= 400) return tell(null);
  if (isEventStream(response)) return measureStream(run, response, tell);
  return chain(loadBody(response.body, run), () => {
    const { body } = response;
    const isThere = body !== null && !body.consumed;
    tell(isThere ? usageOf(counted(run, () => parseBodyJson(body.text()))) : null);
  });
}

function measureStream(run: Run, response: ResponseMessage, tell: Listener): void {
  const usage = new StreamUsage();
  const { body } = run.context.request;
  const end = () => tell(usage.result(() => estimatePromptTokens(body)));
  const streams = tapBody(response, { chunk: (bytes) => usage.chunk(bytes), end });
  if (streams) return;
  if (response.body !== null && !response.body.consumed) usage.chunk(response.body.bytes());
  end();
}
