import { answer, probe, unexpected } from "../probe.ts";

/** A backend section that forwards nothing tells what `context.Response` is. */
export const responseWithoutForward = probe({
  settles: "responseWithoutForward",
  seconds: 1,
  setUp: () => ({
    policy: {
      backend: answer(
        "x-seen",
        '@(context.Response == null ? "null" : context.Response.StatusCode.ToString())',
      ),
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.header("x-seen") === "200") return "empty-200";
    return reply.header("x-seen") === "null" ? "null" : unexpected(reply);
  },
});
