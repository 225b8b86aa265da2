import { probe } from "../probe.ts";

/** A policy with `new XmlDocument()`, which the list of allowed types leaves out. */
export const undocumentedTypes = probe({
  settles: "undocumentedTypes",
  seconds: 1,
  async run(bench) {
    const refusal = await bench.refusal({
      inbound: `<set-variable name="document" value="@(new XmlDocument().Name)" />`,
    });
    return refusal === null ? "warn" : "refuse";
  },
});
