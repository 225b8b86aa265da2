import { answer, probe, unexpected } from "../probe.ts";

/** A text is asked for as an int. */
export const variableOfWrongType = probe({
  settles: "variableOfWrongType",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound: `<set-variable name="text" value="x" />
        ${answer("x-seen", '@(context.Variables.GetValueOrDefault<int>("text", 7).ToString())')}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.status === 500) return "throws";
    return reply.header("x-seen") === "7" ? "default" : unexpected(reply);
  },
});
