import { probe, Undecided } from "../probe.ts";

/** A fragment that includes another one. */
export const nestedFragments = probe({
  settles: "nestedFragments",
  seconds: 4,
  async run(bench) {
    const inner = `<fragment><set-variable name="inner" value="x" /></fragment>`;
    const refusal = await bench.fragmentRefusal("inner", inner);
    if (refusal !== null) throw new Undecided(`the service refuses any fragment: ${refusal}`);
    const outer = `<fragment><include-fragment fragment-id="${
      bench.names.backend("inner")
    }" /></fragment>`;
    return await bench.fragmentRefusal("outer", outer) === null ? "allowed" : "refused";
  },
});
