import { answer, probe, unexpected } from "../probe.ts";

/** Every address is forbidden: what does the 403 say? */
export const ipFilterBody = probe({
  settles: "ipFilterBody",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound: `<ip-filter action="forbid">
        <address-range from="0.0.0.0" to="255.255.255.255" />
      </ip-filter>
      ${answer("x-seen", "in")}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.status !== 403) unexpected(reply);
    if (/caller ip/i.test(reply.body)) return "reason";
    return /forbidden/i.test(reply.body) ? "forbidden" : unexpected(reply);
  },
});
