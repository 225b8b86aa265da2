import { probe, unexpected } from "../probe.ts";

/** A set-variable fails inside choose/when: does LastError.Path end with it? */
export const lastErrorPath = probe({
  settles: "lastErrorPath",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound: `<choose>
        <when condition="@(true)">
          <set-variable name="broken" value="@(int.Parse(context.Request.Headers.GetValueOrDefault("x-none", "none")))" />
        </when>
      </choose>`,
      onError: `<set-header name="x-seen" exists-action="override">
        <value>@(context.LastError.Path)</value>
      </set-header>`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    const last = reply.header("x-seen")?.split(/[/\\]/).at(-1) ?? "";
    if (last.startsWith("set-variable")) return "with-policy";
    return last.startsWith("when") ? "parents-only" : unexpected(reply);
  },
});
