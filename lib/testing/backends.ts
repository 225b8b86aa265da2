/**
 * The backends of a test: who plays them, and what the management plane is told of them.
 * @module
 */
import { requireKnown } from "../core/one_of.ts";
import { isReply, type Reply } from "./reply.ts";

/** A call as a backend saw it. */
export interface BackendCall {
  /** The backend's name in the test. */
  readonly backend: string;
  readonly method: string;
  /** Absolute, with its query. */
  readonly url: string;
  /** The fields by their lower-case names, `headers["api-key"]`, with the methods of `Headers` besides. */
  readonly headers: Headers & Readonly<Record<string, string>>;
  /** As text; "" for none. */
  readonly body: string;
  /** The body as JSON. @throws SyntaxError when it is none */
  json(): unknown;
  /** Milliseconds of the virtual clock since the gateway was made. */
  readonly atMs: number;
  /** Counts this backend's calls, from 1. */
  readonly number: number;
}

/** A reply that depends on the call. */
export type ReplyFunction = (call: BackendCall) => Reply | Response | Promise<Reply | Response>;

/** Who answers: always the same, several in turn (the last one stays), or as a function of the call says. */
export type Player = Reply | ReplyFunction | readonly (Reply | ReplyFunction)[];

/**
 * A circuit breaker's rule in ARM's words.
 * @see https://learn.microsoft.com/azure/api-management/backends#circuit-breaker
 */
export interface BreakerRule {
  /** Failures in the interval that trip it; default 1 unless `percentage` is given. */
  readonly count?: number;
  readonly percentage?: number;
  /** ISO 8601; default `PT1M`. */
  readonly interval?: string;
  /** ISO 8601; default `PT1M`. */
  readonly tripDuration?: string;
  /** What counts as failure; default 429 and 500 to 599. */
  readonly statusCodeRanges?: readonly { readonly min: number; readonly max: number }[];
  readonly errorReasons?: readonly string[];
  /** Default false. */
  readonly acceptRetryAfter?: boolean;
  /** What is answered in the backend's place while the breaker is open; default 503. */
  readonly failureResponse?: { readonly statusCode: number };
}

/** A backend entity with more than its replies. */
export interface SingleBackend {
  /** Default: `reply(200)`. */
  readonly reply?: Player;
  /** Default: `https://NAME.test`. */
  readonly url?: string;
  readonly breaker?: BreakerRule;
  /** The pool that it is a member of, which need not be listed itself. */
  readonly pool?: string;
  /** Within the pool; lower is preferred. */
  readonly priority?: number;
  /** Within its priority in the pool. */
  readonly weight?: number;
  /** As in ARM: `{ header: { "api-key": ["…"] } }`. */
  readonly credentials?: object;
}

/** A pool that lists its members: names, or names with priority and weight. */
export interface PoolBackend {
  readonly pool: readonly (string | PoolMember)[];
  /** The cookie that keeps a caller with one member. */
  readonly sessionCookie?: string;
  /** What the pool answers while every member is out; default 503. */
  readonly failureResponse?: { readonly statusCode: number };
}

export interface PoolMember {
  readonly id: string;
  readonly priority?: number;
  readonly weight?: number;
}

/** By backend-id. A name that is an absolute URL plays what stands there, and is no backend entity. */
export type Backends = Readonly<Record<string, Player | SingleBackend | PoolBackend>>;

/** Where calls go, by URL. */
export interface PlayedBackend {
  readonly name: string;
  readonly url: string;
  readonly player: Player;
}

/** Backends as the test needs them. */
export interface Cast {
  readonly played: readonly PlayedBackend[];
  /** Backend entities in ARM's form, in the order in which they can be made. */
  readonly entities: readonly { readonly id: string; readonly properties: object }[];
}

interface Pool extends Pick<PoolBackend, "sessionCookie" | "failureResponse"> {
  readonly members: PoolMember[];
}

/** @throws TypeError that names the backend whose description cannot be understood */
export function castOf(backends: Backends): Cast {
  const played: PlayedBackend[] = [];
  const singles: { id: string; properties: object }[] = [];
  const pools = new Map<string, Pool>();
  const poolNamed = (name: string): Pool => {
    const known = [...pools].find(([id]) => id.toLowerCase() === name.toLowerCase());
    if (known) return known[1];
    const pool: Pool = { members: [] };
    pools.set(name, pool);
    return pool;
  };
  for (const [name, described] of Object.entries(backends)) {
    if (isPool(described)) {
      requireKnown(`backends.${name}`, described, POOL_FIELDS);
      const members = described.pool.map((one) => typeof one === "string" ? { id: one } : one);
      const { sessionCookie, failureResponse } = described;
      const pool = poolNamed(name);
      pool.members.push(...members);
      Object.assign(pool, { sessionCookie, failureResponse });
      continue;
    }
    const single = singleOf(name, described);
    const isPlace = /^https?:\/\//i.test(name);
    const url = isPlace ? name : single.url ?? `https://${name.toLowerCase()}.test`;
    const same = played.find((other) => other.url.toLowerCase() === url.toLowerCase());
    if (same !== undefined) {
      throw new TypeError(`backends.${same.name} and backends.${name} have the same URL: ${url}.`);
    }
    played.push({
      name,
      url,
      player: single.reply ?? { kind: "answer", status: 200, options: {}, afterMs: 0 },
    });
    if (isPlace) continue;
    if (single.breaker) requireKnown(`backends.${name}.breaker`, single.breaker, BREAKER_FIELDS);
    singles.push({ id: name, properties: propertiesOf(url, single) });
    if (single.pool !== undefined) {
      const { priority, weight } = single;
      poolNamed(single.pool).members.push({ id: name, priority, weight });
    }
  }
  for (const [name, { members }] of pools) {
    if (singles.some(({ id }) => id.toLowerCase() === name.toLowerCase())) {
      throw new TypeError(
        `backends.${name} is a pool and a backend: give one of them another name.`,
      );
    }
    for (const member of members) {
      requireKnown(`backends.${name}.pool`, member, ["id", "priority", "weight"]);
    }
  }
  const entities = [
    ...singles,
    ...[...pools].map(([id, pool]) => ({ id, properties: poolOf(pool) })),
  ];
  return { played, entities };
}

function isPool(described: unknown): described is PoolBackend {
  return typeof described === "object" && described !== null && "pool" in described &&
    Array.isArray(described.pool);
}

function isPlayer(described: unknown): described is Player {
  const answers = (one: unknown) => typeof one === "function" || isReply(one);
  return answers(described) ||
    Array.isArray(described) && described.length > 0 && described.every(answers);
}

const POOL_FIELDS = ["pool", "sessionCookie", "failureResponse"];
const BREAKER_FIELDS = [
  "count",
  "percentage",
  "interval",
  "tripDuration",
  "statusCodeRanges",
  "errorReasons",
  "acceptRetryAfter",
  "failureResponse",
];

const FIELDS = new Set(["reply", "url", "breaker", "pool", "priority", "weight", "credentials"]);

function singleOf(name: string, described: unknown): SingleBackend {
  if (isPlayer(described)) return { reply: described };
  const wanted = "reply(status), a list of replies, a function of the call, or { reply, url, " +
    "breaker, pool, priority, weight, credentials }";
  if (typeof described !== "object" || described === null || Array.isArray(described)) {
    throw new TypeError(`backends.${name} must be ${wanted}.`);
  }
  const unknown = Object.keys(described).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) {
    throw new TypeError(
      `backends.${name} has an unknown field '${unknown}'. It must be ${wanted}.`,
    );
  }
  const single = described as SingleBackend;
  if (single.reply !== undefined && !isPlayer(single.reply)) {
    throw new TypeError(
      `backends.${name}.reply must be reply(status), a list of replies or a function of the call.`,
    );
  }
  return single;
}

function propertiesOf(url: string, { breaker, credentials }: SingleBackend): object {
  return {
    url,
    protocol: "http",
    ...(credentials && { credentials }),
    ...(breaker && { circuitBreaker: { rules: [ruleOf(breaker)] } }),
  };
}

const FAILURES = [{ min: 429, max: 429 }, { min: 500, max: 599 }];

function ruleOf(rule: BreakerRule): object {
  const { percentage, count = percentage === undefined ? 1 : undefined, errorReasons } = rule;
  const { interval = "PT1M", tripDuration = "PT1M", acceptRetryAfter = false } = rule;
  const { failureResponse } = rule;
  const statusCodeRanges = rule.statusCodeRanges ?? (errorReasons ? undefined : FAILURES);
  return {
    name: "breaker",
    failureCondition: { count, percentage, interval, statusCodeRanges, errorReasons },
    tripDuration,
    acceptRetryAfter,
    failureResponse,
  };
}

function poolOf({ members, sessionCookie: name, failureResponse }: Pool): object {
  return {
    type: "Pool",
    pool: {
      services: members.map(({ id, priority, weight }) => ({
        id: `/backends/${id}`,
        priority,
        weight,
      })),
      ...(name && { sessionAffinity: { sessionId: { source: "cookie", name } } }),
      failureResponse,
    },
  };
}
