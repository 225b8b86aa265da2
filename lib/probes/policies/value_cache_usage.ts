import { probe } from "../probe.ts";

const STORE = `<cache-store-value key="parity" value="x" duration="1" />`;

/** Two cache-store-value in one section, and one in a fragment. */
export const valueCacheUsage = probe({
  settles: "valueCacheUsage",
  seconds: 3,
  async run(bench) {
    const twice = await bench.refusal({ inbound: STORE + STORE });
    const within = await bench.fragmentRefusal("store", `<fragment>${STORE}</fragment>`);
    return twice === null && within === null ? "anywhere" : "as-documented";
  },
});
