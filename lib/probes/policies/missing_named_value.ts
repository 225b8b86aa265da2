import { probe } from "../probe.ts";

/** A policy that mentions a named value which nobody made. */
export const missingNamedValue = probe({
  settles: "missingNamedValue",
  seconds: 1,
  async run(bench) {
    const refusal = await bench.refusal({
      inbound: `<set-header name="x-seen" exists-action="override">
        <value>{{parity-no-such-value}}</value>
      </set-header>`,
    });
    return refusal === null ? "deferred" : "refused";
  },
});
