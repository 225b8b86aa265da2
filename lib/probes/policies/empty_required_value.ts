import { answer, probe, unexpected } from "../probe.ts";

/** A counter-key whose expression gives an empty text. */
export const emptyRequiredValue = probe({
  settles: "emptyRequiredValue",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound: `<rate-limit-by-key calls="1000" renewal-period="60" counter-key="@("")" />
        ${answer("x-seen", "in")}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.status === 500) return "everywhere";
    return reply.header("x-seen") === "in" ? "in-trace" : unexpected(reply);
  },
});
