import { answer, probe, unexpected } from "../probe.ts";

/** A key that nobody stored is looked up: is the variable there? */
export const cacheMiss = probe({
  settles: "cacheMiss",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound:
        `<cache-lookup-value key="@("parity-" + Guid.NewGuid().ToString())" variable-name="found" />
        ${answer("x-seen", '@(context.Variables.ContainsKey("found").ToString())')}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.header("x-seen") === "False") return "unset";
    return reply.header("x-seen") === "True" ? "null" : unexpected(reply);
  },
});
