import { probe, toBackend, Undecided } from "../probe.ts";

/** A POST of ten characters that gets 500 twice, not buffered: how long is the second attempt's body? */
export const unbufferedRetryBody = probe({
  settles: "unbufferedRetryBody",
  seconds: 3,
  setUp: (names) => ({
    backends: { a: { url: names.mock("a"), protocol: "http" } },
    policy: {
      inbound: `${toBackend(names.backend("a"))}<set-variable name="attempts" value="@(0)" />`,
      backend: `<retry condition="@(context.Response.StatusCode == 500)" count="1" interval="1">
        <set-variable name="attempts" value="@((int)context.Variables["attempts"] + 1)" />
        <forward-request />
      </retry>`,
      outbound: `<set-header name="x-attempts" exists-action="override">
        <value>@(((int)context.Variables["attempts"]).ToString())</value>
      </set-header>`,
    },
  }),
  async run(bench) {
    const reply = await bench.call({ headers: { "x-mock": "500" }, body: "0123456789" });
    const [attempts, length] = [reply.header("x-attempts"), reply.header("x-mock-length")];
    if (attempts === "2" && length === "0") return "empty";
    if (attempts === "2" && length === "10") return "kept";
    throw new Undecided(`after ${attempts} attempts the backend saw ${length} characters`);
  },
});
