/**
 * Semantic caching: the answer to an earlier prompt serves a new one that is close enough to it.
 * @see https://learn.microsoft.com/azure/api-management/azure-openai-enable-semantic-caching
 * @module
 */
import { counted } from "../engine/counted.ts";
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { loadBody } from "../../contracts/message.ts";
import { checkBackend, requireBackend } from "../definition/backend_reference.ts";
import {
  attribute,
  definePolicy,
  type PolicyDefinition,
  policyPage,
} from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import { fromStored, type StoredResponse, toStored } from "./response_cache.ts";
import type { Flow, Run } from "../../contracts/run.ts";
import { promptMessages, requestJson } from "../tokens/prompt.ts";

/** Answers that one partition keeps; the oldest go. Assumption: the limit is the cache's memory in Azure. */
const MOST_ENTRIES = 1_000;

/** Of a character that is embedded: texts of its words and pairs of them. */
const EMBEDDING_BYTES = 4;

interface Entry {
  readonly vector: readonly number[];
  readonly response: StoredResponse;
  readonly expiresAt: number;
}

/** The prompt of a request whose answer is to be stored. */
interface Prompt {
  readonly partition: string;
  readonly vector: readonly number[];
}

const PROMPTS = new WeakMap<Run, Prompt>();

export function semanticCacheLookup(name: string): PolicyDefinition {
  return definePolicy({
    name,
    sections: ["inbound"],
    once: "section",
    documentation: policyPage(name),
    attributes: {
      "score-threshold": { type: "number", required: true, expressions: true, min: 0, max: 1 },
      "embeddings-backend-id": attribute.requiredValue,
      "embeddings-backend-auth": { type: ["system-assigned"], required: true },
      "ignore-system-messages": attribute.booleanValue,
      "max-message-count": { type: "integer", expressions: true, min: 1 },
    },
    children: { kind: "elements", elements: { "vary-by": { text: "required" } } },
    check: (element, check) => checkBackend(element, check, "embeddings-backend-id"),
    compile: (node) => lookup(node),
  });
}

function lookup(node: PolicyNode): (run: Run) => MaybePromise<Flow> {
  const threshold = node.number("score-threshold", 0);
  const backend = node.text("embeddings-backend-id");
  const ignoreSystem = node.boolean("ignore-system-messages", false);
  const maxMessages = node.number("max-message-count", Infinity);
  const varyBy = node.children("vary-by").map((child) => child.content);
  return (run) =>
    chain(loadBody(run.context.request.body, run), () => {
      const request = counted(run, () => requestJson(run.context.request.body));
      const messages = (request === null ? [] : promptMessages(request))
        .filter(({ role }) => !ignoreSystem(run) || role !== "system" && role !== "developer");
      const skipped = messages.length === 0 ? "no prompt" : request!.stream === true
        ? "a stream" // assumption: what is stored is a whole answer
        : messages.length > maxMessages(run)
        ? "more messages than max-message-count"
        : null;
      if (skipped !== null) {
        run.trace?.add(run, node.name, `skipped: ${skipped}`);
        return "next";
      }
      const backendId = backend(run);
      requireBackend(run, backendId);
      const text = messages.map(({ role, text }) => `${role}: ${text}`).join("\n");
      run.context.budget?.spend(text.length);
      run.context.budget?.hold(EMBEDDING_BYTES * text.length);
      return chain(run.ports.embeddings.embed(text, backendId), (vector) => {
        const { api, request: { originalUrl } } = run.context;
        const partition = `semantic/${
          JSON.stringify([
            api?.id,
            originalUrl.path,
            request!.model,
            ...varyBy.map((by) => by(run)),
          ])
        }`;
        const found = closest(run, partition, vector);
        const score = found === null ? null : scoreOf(run, found.similarity);
        const hit = found !== null && matches(run, score!, threshold(run));
        run.trace?.add(run, node.name, hit ? "hit" : "miss", { score });
        if (!hit) {
          PROMPTS.set(run, { partition, vector });
          return "next";
        }
        // Assumption: the outbound section is not run, as the documentation shows nothing that it could add.
        run.context.response = fromStored(found.response);
        return "respond";
      });
    });
}

function closest(
  run: Run,
  partition: string,
  vector: readonly number[],
): { response: StoredResponse; similarity: number } | null {
  let best: { response: StoredResponse; similarity: number } | null = null;
  for (const entry of entriesOf(run, partition)) {
    const similarity = entry.vector.reduce((sum, value, i) => sum + value * vector[i], 0);
    if (best === null || similarity > best.similarity) {
      best = { response: entry.response, similarity };
    }
  }
  return best;
}

/** To a millionth: equal prompts are at no distance, whatever rounding makes of it. */
function scoreOf(run: Run, similarity: number): number {
  const score = run.fidelity.semanticScore === "similarity" ? similarity : 1 - similarity;
  return Math.round(score * 1e6) / 1e6;
}

function matches(run: Run, score: number, threshold: number): boolean {
  return run.fidelity.semanticScore === "similarity" ? score >= threshold : score <= threshold;
}

function entriesOf({ ports }: Run, partition: string): readonly Entry[] {
  const now = ports.clock.now();
  const entries = ports.cache.get(partition, now) as readonly Entry[] | undefined;
  return entries?.filter(({ expiresAt }) => expiresAt > now) ?? [];
}

export function semanticCacheStore(name: string): PolicyDefinition {
  return definePolicy({
    name,
    sections: ["outbound"],
    once: "section",
    documentation: policyPage(name),
    attributes: {
      duration: { type: "integer", required: true, expressions: true, min: 1 },
      "cache-response": attribute.booleanValue,
    },
    compile(node) {
      const duration = node.number("duration", 0);
      const cacheResponse = node.has("cache-response")
        ? node.boolean("cache-response", true)
        : (run: Run) => run.context.response?.statusCode === 200;
      return (run) => {
        const prompt = PROMPTS.get(run);
        const { response } = run.context;
        if (prompt === undefined || response === null || !cacheResponse(run)) return "next";
        return chain(loadBody(response.body, run), () => {
          const stored = toStored(response);
          if (stored === null) return "next";
          const { cache, clock } = run.ports;
          const expiresAt = clock.now() + duration(run) * 1000;
          const { partition, vector } = prompt;
          const entries = [...entriesOf(run, partition), { vector, response: stored, expiresAt }];
          const last = Math.max(...entries.map(({ expiresAt }) => expiresAt));
          cache.set(partition, entries.slice(-MOST_ENTRIES), last);
          run.trace?.add(run, name, `kept for ${duration(run)} s`);
          return "next";
        });
      };
    },
  });
}
