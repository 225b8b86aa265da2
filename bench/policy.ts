/**
 * What policies cost without I/O: compiling a document of 200 lines, the first one of a process too, and running each strategy's plan for a
 * request with a JSON body, one in ten of which the first backend turns away.
 *
 * `deno run -A bench/policy.ts`
 * @module
 */
import { Secret } from "../lib/core/secret.ts";
import { HeaderMap, MessageBody, type ResponseMessage } from "../lib/gateway/contracts/message.ts";
import { MessageUrl } from "../lib/gateway/contracts/url.ts";
import { runPipeline } from "../lib/gateway/policy/engine/pipeline.ts";
import type { Run } from "../lib/gateway/contracts/run.ts";
import { buildPolicy, type RoutingBackend, STRATEGIES } from "../lib/policies/mod.ts";
import { ownArguments } from "./support/arguments.ts";
import type { FirstDocument } from "./support/first_document.ts";
import { longDocument } from "./support/long_document.ts";
import { median } from "./support/statistics.ts";
import { compileValid, Gateway, makeRun } from "../tests/gateway/policy/harness.ts";
import type { BackendConfiguration } from "../lib/gateway/contracts/backend.ts";

const COMPILE_GOAL_MS = 20;
const PLAN_GOAL_US = 50;
const ROUNDS = 7;
const REQUESTS = 20_000;

const BACKENDS: readonly RoutingBackend[] = (["PTU", "PAYG"] as const).map((type, index) => ({
  id: `backend-${"ab"[index]}`,
  label: type,
  region: "eastus",
  type,
  priority: index + 1,
  weight: 50,
  deployment: "gpt-4o",
  endpoint: `https://${type.toLowerCase()}.test`,
  apiKey: new Secret("key"),
}));

const BODY = JSON.stringify({
  model: "any",
  input: "How are you? ".repeat(30),
  max_output_tokens: 99,
});
const URL_PARTS = ["https", "gateway.test", 443, "/api/responses", "?api-version=1"] as const;

function entity(id: string): BackendConfiguration {
  const credentials = {
    headers: new Map(),
    query: new Map(),
    authorization: null,
    managedIdentity: null,
  };
  const url = `https://${id}.test`;
  return { type: "Single", id, url, credentials, circuitBreaker: null, azureRegion: null };
}

/** Runs the same request again and again, as a fresh one. */
function requestLoop(name: (typeof STRATEGIES)[number]): () => void {
  const policy = buildPolicy(name, BACKENDS);
  const ids = [...policy.backends, ...(policy.pool === null ? [] : [policy.pool])]
    .map((backend) => backend.name);
  const backends = new Map(ids.map((id) => [id.toLowerCase(), entity(id)]));
  const made: Run = makeRun(policy.xml, { body: BODY, backends }, new Gateway());
  let calls = 0;
  const reply = (): ResponseMessage => ({
    statusCode: calls++ % 10 === 0 ? 429 : 200,
    statusReason: "",
    headers: new HeaderMap(),
    body: null,
  });
  const run = Object.assign(made, { forwarder: { forward: reply } });
  const { context } = run;
  return () => {
    context.request.url = new MessageUrl(...URL_PARTS);
    context.request.headers = HeaderMap.from([["Content-Type", "application/json"]]);
    context.request.body = new MessageBody(BODY);
    context.variables.clear();
    context.response = null;
    run.documentIndex = 0;
    run.target = null;
    const response = runPipeline(run);
    if (response instanceof Promise) throw new Error(`${name} waits for something`);
    if (response.statusCode >= 500) throw new Error(`${name}: ${context.lastError?.message}`);
  };
}

/** The fastest of some rounds: what the code needs when nothing else disturbs it. */
function fastest(work: () => void, times: number): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    for (let i = 0; i < times; i++) work();
    best = Math.min(best, (performance.now() - started) / times);
  }
  return best;
}

/** What a fresh process needs up to its first document, in milliseconds of processor time; medians of {@link ROUNDS}. */
async function firstDocument(): Promise<FirstDocument> {
  const all: FirstDocument[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", new URL("./support/first_document.ts", import.meta.url).href],
      stderr: "inherit",
    }).output();
    if (code !== 0) throw new Error("the first document was not compiled");
    all.push(JSON.parse(new TextDecoder().decode(stdout)));
  }
  const of = (key: keyof FirstDocument) => median(all.map((one) => one[key]));
  return { importMs: of("importMs"), firstMs: of("firstMs"), laterMs: of("laterMs") };
}

ownArguments({}); // takes none
let missed = 0;

function goal(what: string, value: number, most: number, unit: string): void {
  const kept = value <= most;
  if (!kept) missed++;
  const shown = `${value.toFixed(1)} ${unit}`.padStart(12);
  console.log(`${what.padEnd(40)} ${shown}  goal: at most ${most}${kept ? "" : ", MISSED"}`);
}

const text = longDocument();
const compile = () => compileValid(text);
const { importMs, firstMs, laterMs } = await firstDocument();
const inLater = (ms: number) => `${(ms / laterMs).toFixed(1)} times a later one`;
console.log(`importing the gateway ${importMs.toFixed(0)} ms CPU, ${inLater(importMs)}`);
console.log(`first document ${firstMs.toFixed(0)} ms CPU, ${inLater(firstMs)}`);
goal("the first document", firstMs, COMPILE_GOAL_MS, "ms CPU");
goal(`compiling ${text.split("\n").length} lines`, fastest(compile, 3), COMPILE_GOAL_MS, "ms");
for (const name of STRATEGIES) {
  goal(name, fastest(requestLoop(name), REQUESTS) * 1000, PLAN_GOAL_US, "us");
}
Deno.exit(missed === 0 ? 0 : 1);
