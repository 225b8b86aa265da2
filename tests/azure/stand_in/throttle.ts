/**
 * ARM's token buckets, one for each principal and kind of call. They fill in real seconds, also where the stand-in's
 * clock is faster: clients' calls come no faster then.
 */
import type { Bucket, Manners } from "./manners.ts";

type Kind = "reads" | "writes" | "deletes";

export class Throttle {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(readonly manners: Pick<Manners, Kind | "speed">) {}

  /** null where the call may go on. @param actor object id of who calls */
  refuse(method: string, actor: string, subscriptionId: string, now: number): Response | null {
    const kind: Kind = method === "GET" || method === "HEAD"
      ? "reads"
      : method === "DELETE"
      ? "deletes"
      : "writes";
    const { size, perSecond }: Bucket = this.manners[kind];
    const key = `${actor}/${kind}`;
    const bucket = this.#buckets.get(key) ?? { tokens: size, at: now };
    bucket.tokens = Math.min(
      size,
      bucket.tokens + (now - bucket.at) / 1000 / this.manners.speed * perSecond,
    );
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return null;
    }
    const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    const message =
      `Number of '${kind.slice(0, -1)}' requests for subscription '${subscriptionId}' ` +
      `actor '${actor}' exceeded. Please try again after '${seconds}' seconds.`;
    return Response.json({ error: { code: "SubscriptionRequestsThrottled", message } }, {
      status: 429,
      headers: { "retry-after": String(seconds) },
    });
  }
}
