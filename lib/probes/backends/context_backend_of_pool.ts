import { probe, unexpected } from "../probe.ts";
import { poolOf } from "./pools.ts";

/** `context.Backend.Id` after forwarding to a pool. */
export const contextBackendOfPool = probe({
  settles: "contextBackendOfPool",
  seconds: 1,
  setUp: (names) =>
    poolOf(names, { a: { priority: 1 } }, {
      outbound:
        '<set-header name="x-seen" exists-action="override"><value>@(context.Backend.Id)</value></set-header>',
    }),
  async run(bench) {
    const reply = await bench.call();
    const seen = reply.header("x-seen")?.toLowerCase();
    if (seen === bench.names.backend("pool")) return "pool";
    return seen === bench.names.backend("a") ? "member" : unexpected(reply);
  },
});
