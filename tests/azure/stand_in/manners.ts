/**
 * Azure's manners towards a client, each of which can be switched off, seeded and made worse. Times are the stand-in's
 * milliseconds: with `speed` 10 ten of them pass in a real one.
 */
import type { Random } from "../../../lib/core/random.ts";

/** From, to: each draw is even in between. */
export type Span = readonly [fromMs: number, toMs: number];

/** A token bucket of ARM's: what it holds, and what comes back in a real second. */
export interface Bucket {
  readonly size: number;
  readonly perSecond: number;
}

export interface Manners {
  readonly seed: string;
  /** The stand-in's milliseconds for each real one. */
  readonly speed: number;
  /** `Standard`, `BasicV2`, `Consumption`, ... */
  readonly tier: string;
  /** Gateway units behind the one address; a connection stays with its unit. */
  readonly units: number;
  /** Until a unit serves what was stored; drawn for each unit and change, in order for each unit. */
  readonly propagationMs: Span;
  /** How long the operation runs that a PUT of a named value, and of an API (its DELETE, too), begins. */
  readonly namedValueMs: Span;
  readonly apiMs: Span;
  /** How long a write to an API's child keeps others off that API; [0, 0]: there are no conflicts. */
  readonly childWriteMs: Span;
  /** Share of writes that meet maintenance: 422, whatever was written. */
  readonly maintenance: number;
  /** Share of calls that ARM fails with 500, 502, 503 or 504; half of them have been done all the same. */
  readonly serverErrors: number;
  /** Share of the pieces on the way to ARM and back after which the connection is lost. */
  readonly drops: number;
  readonly reads: Bucket;
  readonly writes: Bucket;
  readonly deletes: Bucket;
  /** Since somebody first called a model with a token, until roles count; they were assigned a minute ago. */
  readonly rolesAfterMs: number;
  /** The gateway's identity has the role on the models. */
  readonly gatewayMayCall: boolean;
  /** What signed-in people may do with the service. */
  readonly rights: "contributor" | "reader" | "none";
  readonly tokenLifeMs: number;
}

/** An ordinary day. */
export const USUAL: Manners = {
  seed: "stand-in",
  speed: 1,
  tier: "Standard",
  units: 2,
  propagationMs: [1000, 8000],
  namedValueMs: [2000, 6000],
  apiMs: [5000, 12_000],
  childWriteMs: [100, 400],
  maintenance: 0,
  serverErrors: 0,
  drops: 0,
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
  rolesAfterMs: 0,
  gatewayMayCall: true,
  rights: "contributor",
  tokenLifeMs: 3_600_000,
};

/** What makes it a bad one, by manner. */
export const WORST = {
  conflicts: { childWriteMs: [3000, 9000] },
  operations: { namedValueMs: [10_000, 20_000], apiMs: [15_000, 40_000] },
  // within what lab.putPolicy waits: a document without a revision cannot be seen to be served
  propagation: { units: 3, propagationMs: [4000, 14_000] },
  throttling: {
    reads: { size: 40, perSecond: 20 },
    writes: { size: 4, perSecond: 3 },
    deletes: { size: 2, perSecond: 1.5 },
  },
  maintenance: { maintenance: 0.05 },
  failures: { serverErrors: 0.08 },
  drops: { drops: 0.01 },
  tokens: { tokenLifeMs: 60_000 },
  roles: { rolesAfterMs: 240_000 },
} as const satisfies Readonly<Record<string, Partial<Manners>>>;

/** All of it at once. */
export const ALL_WORST: Partial<Manners> = Object.assign({}, ...Object.values(WORST));

export function draw([from, to]: Span, random: Random): number {
  return from + (to - from) * random.next();
}
