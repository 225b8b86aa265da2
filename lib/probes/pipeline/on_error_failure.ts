import { probe, unexpected } from "../probe.ts";

/** A missing header fails inbound with 418; on-error then fails in an expression. */
export const onErrorFailure = probe({
  settles: "onErrorFailure",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound:
        `<check-header name="x-none" failed-check-httpcode="418" failed-check-error-message="none" ignore-case="true">
        <value>any</value>
      </check-header>`,
      onError:
        `<set-variable name="broken" value="@(int.Parse(context.Request.Headers.GetValueOrDefault("x-none", "none")))" />`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.status === 500) return "plain-500";
    return reply.status === 418 ? "keeps-response" : unexpected(reply);
  },
});
