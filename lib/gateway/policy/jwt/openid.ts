/**
 * OpenID configurations: fetched, kept for a while, and fetched again when a token names an unknown key.
 * @module
 */
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import type { Run } from "../../contracts/run.ts";
import { HeaderMap } from "../../contracts/message.ts";
import { readWithin } from "../../contracts/read_within.ts";
import type { CounterState } from "../../contracts/counters.ts";
import { isObject, type JsonObject, listOf, parseJson } from "../../../core/json.ts";
import { JwtFault } from "./fault.ts";
import { jwkKey, type SigningKey } from "./keys.ts";

/** How long a configuration is kept, in milliseconds. Assumption: the documentation says "periodically". */
const KEPT_MS = 3_600_000;
/** An unknown key has the configuration fetched again, but no more often than this. */
const REFRESH_MS = 5 * 60_000;
const TIMEOUT_MS = 10_000;

export interface OpenIdConfiguration {
  readonly issuer: string | null;
  readonly keys: readonly SigningKey[];
}

class Kept implements CounterState {
  constructor(
    readonly fetchedAt: number,
    readonly configuration: Promise<OpenIdConfiguration>,
  ) {}

  idle(now: number): boolean {
    return now - this.fetchedAt >= KEPT_MS;
  }
}

/** The configuration at `url`. @param unknownKey whether a key was looked for in vain. @throws JwtFault */
export function openIdConfiguration(
  run: Run,
  url: string,
  unknownKey = false,
): Promise<OpenIdConfiguration> {
  const now = run.ports.clock.now();
  const name = `openid-config/${url}`;
  const fresh = () => {
    const kept = new Kept(now, fetchConfiguration(run, url));
    kept.configuration.catch(() => run.counters.delete(name)); // the next request tries again
    return kept;
  };
  const kept = run.counters.get(name, now, fresh);
  if (now - kept.fetchedAt < (unknownKey ? REFRESH_MS : KEPT_MS)) return kept.configuration;
  run.counters.delete(name);
  return run.counters.get(name, now, fresh).configuration;
}

async function fetchConfiguration(run: Run, url: string): Promise<OpenIdConfiguration> {
  const document = await fetchJson(run, url);
  const keysUrl = document.jwks_uri;
  const keySet = typeof keysUrl === "string" ? await fetchJson(run, keysUrl) : {};
  const keys = listOf(keySet.keys).filter(isObject).map(jwkKey).filter((key) => key !== null);
  return { issuer: typeof document.issuer === "string" ? document.issuer : null, keys };
}

async function fetchJson(run: Run, url: string): Promise<JsonObject> {
  const local = await run.ports.identity.metadata(url);
  if (local !== null) return local;
  const { clock, transport } = run.ports;
  const until = clock.now() + TIMEOUT_MS;
  const sent = await transport.send({
    method: "GET",
    url,
    headers: HeaderMap.from([["Accept", "application/json"]]),
    body: null,
    timeoutMs: TIMEOUT_MS,
    limitsBody: true,
    followRedirects: true,
    bufferResponse: true,
    signal: null,
  });
  const reply = await readWithin(sent, { clock, until, budget: run.context.budget });
  if ("failure" in reply) throw unreachable(url, reply.message);
  const json = reply.statusCode === 200 && reply.body !== null && parseJson(reply.body.text());
  if (!isObject(json)) throw unreachable(url, `it answered ${reply.statusCode} without JSON`);
  return json;
}

function unreachable(url: string, why: string): JwtFault {
  return new JwtFault(TOKEN_FAULT.noConfiguration(url, why));
}
