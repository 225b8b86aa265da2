import { answer, probe, unexpected } from "../probe.ts";

/** `context.Variables[...]` of a variable that nobody set. */
export const missingVariable = probe({
  settles: "missingVariable",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound: answer("x-seen", '@((context.Variables["no-such-variable"] == null).ToString())'),
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.status === 500) return "throws";
    return reply.header("x-seen") === "True" ? "null" : unexpected(reply);
  },
});
