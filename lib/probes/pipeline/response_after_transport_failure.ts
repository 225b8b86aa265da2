import { probe, toBackend, unexpected } from "../probe.ts";

/** A retry that goes on while `context.Response` is null, to a backend that nobody is: how many attempts? */
export const responseAfterTransportFailure = probe({
  settles: "responseAfterTransportFailure",
  seconds: 20,
  setUp: (names) => ({
    backends: { gone: { url: "https://parity.invalid", protocol: "http" } },
    policy: {
      inbound: `${toBackend(names.backend("gone"))}<set-variable name="attempts" value="@(0)" />`,
      backend: `<retry condition="@(context.Response == null)" count="1" interval="1">
        <set-variable name="attempts" value="@((int)context.Variables["attempts"] + 1)" />
        <forward-request timeout="5" />
      </retry>`,
      onError: `<set-header name="x-attempts" exists-action="override">
        <value>@(((int)context.Variables["attempts"]).ToString())</value>
      </set-header>`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    if (reply.header("x-attempts") === "1") return "status-500";
    return reply.header("x-attempts") === "2" ? "null" : unexpected(reply);
  },
});
