import { answer, probe, unexpected } from "../probe.ts";

/** A root element with a prefix, turned to JSON: is its name written with "$" or with ":"? */
export const xmlJsonConventions = probe({
  settles: "xmlJsonConventions",
  seconds: 1,
  setUp: () => ({
    policy: {
      inbound: `<set-body>@("<s:a xmlns:s='u'>1</s:a>")</set-body>
        <xml-to-json kind="direct" apply="always" consider-accept-header="false" />
        ${answer("x-seen", "@(context.Request.Body.As<string>())")}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call();
    const seen = reply.header("x-seen") ?? "";
    if (seen.includes("s$a")) return "as-seen";
    return seen.includes("s:a") ? "newtonsoft" : unexpected(reply);
  },
});
