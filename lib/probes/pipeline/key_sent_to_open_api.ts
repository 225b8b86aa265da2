import { answer, probe, unexpected } from "../probe.ts";

/** The probes' API needs no key; a wrong one is sent. */
export const keySentToOpenApi = probe({
  settles: "keySentToOpenApi",
  seconds: 1,
  setUp: () => ({ policy: { inbound: answer("x-seen", "in") } }),
  async run(bench) {
    const reply = await bench.call({ headers: { "Ocp-Apim-Subscription-Key": "no-such-key" } });
    if (reply.status === 401) return "validated";
    return reply.header("x-seen") === "in" ? "ignored" : unexpected(reply);
  },
});
