import { probe } from "../probe.ts";

/** A policy of an operation and one of a product mention a named value which nobody made. */
export const missingNamedValue = probe({
  settles: "missingNamedValue",
  seconds: 2,
  async run(bench) {
    const policy = {
      inbound: `<set-header name="x-seen" exists-action="override">
        <value>{{parity-no-such-value}}</value>
      </set-header>`,
    };
    if (await bench.refusal(policy) === null) return "deferred";
    return await bench.productRefusal(policy) === null ? "refused-except-product" : "refused";
  },
});
