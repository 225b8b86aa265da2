/**
 * Runs probes on a service: puts what all of them need, waits once until it is served, makes their calls, and
 * removes everything again.
 * @module
 */
import { UserError } from "../core/user_error.ts";
import {
  INSTANCE_HEADER,
  isFree,
  putApis,
  putBackend,
  putFragment,
  putOperation,
  putProduct,
  putReady,
  READY_HEADER,
  READY_PATH,
  requireOwnApis,
  type RunNames,
  runNames,
} from "./entities.ts";
import type { Plane } from "./plane.ts";
import { type Bench, type Probe, type Sections, type SwitchName, Undecided } from "./probe.ts";

/** What a probe found. */
export interface Finding {
  readonly name: SwitchName;
  /** The choice that the service was seen to make; null when it could not be told. */
  readonly seen: string | null;
  /** Why it could not be told; empty otherwise. */
  readonly note: string;
}

export interface ProbeRun {
  readonly findings: readonly Finding[];
  /** What could not be removed, and why. */
  readonly left: readonly { readonly what: string; readonly why: string }[];
}

export interface ProbeOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** Looks in a row that must see the run's mark: a service has several gateway instances. */
const LOOKS_IN_A_ROW = 5;
const LOOK_EVERY_MS = 1_000;
/** Calls that may land on other gateway instances before one lands where the probe's first did. */
const TRIES_FOR_INSTANCE = 60;
/** How long the service may take to serve what was put. */
const READY_LIMIT_MS = 180_000;

/** @throws UserError when nothing can be run; ApimError. What was made is removed even then. */
export async function runProbes(
  plane: Plane,
  probes: readonly Probe[],
  options: ProbeOptions = {},
): Promise<ProbeRun> {
  const { signal, onProgress = () => {} } = options;
  const names = runNames(plane);
  const made = new Made(plane);
  const findings = new Map<SwitchName, Finding>();
  const onFound = (finding: Finding) => {
    findings.set(finding.name, finding);
    onProgress(`${findings.size} of ${probes.length}: ${finding.name}`);
  };
  let failure: unknown = null;
  try {
    onProgress("putting what the probes need");
    await requireOwnApis(plane, names);
    made.add(`apis/${names.mockApi}`, `apis/${names.api}`);
    await putApis(plane, names);
    const ready: Probe[] = [];
    for (const probe of probes) {
      signal?.throwIfAborted();
      const refusal = await setUp(plane, names, probe, made);
      if (refusal === null) ready.push(probe);
      else onFound(undecided(probe, `the service refuses its set-up: ${refusal}`));
    }
    const run = `run-${Math.floor(plane.now())}`;
    await putReady(plane, names.api, run);
    onProgress("waiting until the gateway serves it");
    await waitUntilReady(plane, names, run, options);
    await judgeAll(plane, names, ready, made, { signal, onFound });
  } catch (error) {
    failure = error;
  }
  onProgress("removing what was put");
  const left = await made.remove();
  if (failure !== null) throw left.length === 0 ? failure : withLeft(failure, left);
  return { findings: probes.map(({ settles }) => findings.get(settles)!), left };
}

/** Probes that wait longest begin first. After a failure no more begin, and those under way end. */
async function judgeAll(
  plane: Plane,
  names: RunNames,
  probes: readonly Probe[],
  made: Made,
  { signal, onFound }: {
    readonly signal?: AbortSignal;
    readonly onFound: (finding: Finding) => void;
  },
): Promise<void> {
  const waiting = probes.toSorted((a, b) => b.seconds - a.seconds);
  const worker = async () => {
    try {
      for (let probe = waiting.shift(); probe; probe = waiting.shift()) {
        signal?.throwIfAborted();
        onFound(await judge(plane, names, probe, made));
      }
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: plane.atATime }, worker));
  for (const worker of ended) if (worker.status === "rejected") throw worker.reason;
}

/** The failure, and what it leaves behind. */
function withLeft(failure: unknown, left: ProbeRun["left"]): UserError {
  const message = failure instanceof Error ? failure.message : String(failure);
  const lines = left.map(({ what, why }) => `  ${what}: ${why}`).join("\n");
  return new UserError(
    `${message}\nNot removed (deno task azure clean tries again):\n${lines}`,
    { cause: failure },
  );
}

async function setUp(
  plane: Plane,
  names: RunNames,
  probe: Probe,
  made: Made,
): Promise<string | null> {
  const own = names.forProbe(probe.settles);
  const { backends = {}, policy, method = "POST" } = probe.setUp?.(own) ?? { policy: {} };
  for (const [local, properties] of Object.entries(backends)) {
    const path = `backends/${own.backend(local)}`;
    if (!await isFree(plane, path)) return `${path} is there, and not of this workshop`;
    made.add(path);
    const refusal = await putBackend(plane, own.backend(local), properties);
    if (refusal !== null) return refusal;
  }
  const id = names.operation(probe.settles);
  return await putOperation(plane, names.api, { id, method, policy });
}

async function waitUntilReady(
  plane: Plane,
  names: RunNames,
  run: string,
  { signal }: ProbeOptions,
): Promise<void> {
  const start = plane.now();
  const url = `${plane.gatewayUrl}/${names.api}${READY_PATH}`;
  for (let seen = 0; seen < LOOKS_IN_A_ROW;) {
    signal?.throwIfAborted();
    const reply = await plane.call({ method: "GET", url, headers: {}, body: null });
    seen = reply.header(READY_HEADER) === run ? seen + 1 : 0;
    if (seen === LOOKS_IN_A_ROW) return;
    if (plane.now() - start > READY_LIMIT_MS) {
      throw new UserError(
        `The gateway does not serve the probes after ${READY_LIMIT_MS / 1000} s: ${url} answers ` +
          `${reply.status}. Is a policy of the global scope in the way?`,
      );
    }
    await plane.wait(LOOK_EVERY_MS);
  }
}

async function judge(plane: Plane, names: RunNames, probe: Probe, made: Made): Promise<Finding> {
  try {
    const seen = await probe.run(benchOf(plane, names, probe, made));
    return { name: probe.settles, seen, note: "" };
  } catch (error) {
    if (error instanceof Undecided) return undecided(probe, error.message);
    throw error;
  }
}

function undecided({ settles }: Probe, note: string): Finding {
  return { name: settles, seen: null, note };
}

function benchOf(plane: Plane, names: RunNames, probe: Probe, made: Made): Bench {
  const id = names.operation(probe.settles);
  const own = names.forProbe(probe.settles);
  const method = probe.setUp?.(own).method ?? "POST";
  let instance: string | null = null;
  return {
    names: own,
    async call({ headers = {}, body, unknownOperation = false } = {}) {
      const path = unknownOperation ? "no-such-operation" : `${id}/call`;
      const url = `${plane.gatewayUrl}/${names.api}/${path}`;
      const request = { method, url, headers, body: method === "GET" ? null : body ?? "" };
      for (let tries = 0; tries < TRIES_FOR_INSTANCE; tries++) {
        const reply = await plane.call(request);
        const answering = reply.header(INSTANCE_HEADER);
        instance ??= answering;
        if (answering === null || answering === instance) return reply;
      }
      throw new Undecided("the calls land on ever other gateway instances");
    },
    refusal: (policy: Sections) =>
      putOperation(plane, names.api, { id: `${id}-tried`, method: "POST", policy }),
    productRefusal(policy) {
      const product = own.backend("tried");
      made.add(`products/${product}`);
      return putProduct(plane, product, policy);
    },
    fragmentRefusal(local, fragment) {
      const path = `policyFragments/${own.backend(local)}`;
      made.add(path);
      return putFragment(plane, own.backend(local), fragment);
    },
    async storedBackend(local, properties, versions) {
      const path = `backends/${own.backend(local)}`;
      made.add(path);
      const refusal = await putBackend(plane, own.backend(local), properties, versions.put);
      if (refusal !== null) throw new Undecided(`the service refuses the backend: ${refusal}`);
      const stored = await plane.get(path, versions.read);
      return stored?.properties as Readonly<Record<string, unknown>> ?? {};
    },
    wait: (ms) => plane.wait(ms),
    now: () => plane.now(),
  };
}

/** What was put, to be removed in the opposite order. */
class Made {
  readonly #paths: string[] = [];

  constructor(readonly plane: Plane) {}

  add(...paths: string[]): void {
    for (const path of paths) if (!this.#paths.includes(path)) this.#paths.push(path);
  }

  /** APIs first, since their policies name backends; then the rest, the last ones first. */
  async remove(): Promise<ProbeRun["left"]> {
    const isApi = (path: string) => path.startsWith("apis/");
    const paths = [
      ...this.#paths.filter(isApi),
      ...this.#paths.filter((path) => !isApi(path)).reverse(),
    ];
    const left = [];
    for (const what of paths) {
      try {
        await this.plane.remove(what);
      } catch (error) {
        left.push({ what, why: error instanceof Error ? error.message : String(error) });
      }
    }
    return left;
  }
}
