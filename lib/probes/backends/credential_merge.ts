import { probe, toBackend, Undecided } from "../probe.ts";

/** The backend's credentials and the caller both set `x-probe`. */
export const credentialMerge = probe({
  settles: "credentialMerge",
  seconds: 1,
  setUp: (names) => ({
    backends: {
      a: {
        url: names.mock("a"),
        protocol: "http",
        credentials: { header: { "x-probe": ["gateway"] } },
      },
    },
    policy: { inbound: toBackend(names.backend("a")) },
  }),
  async run(bench) {
    const reply = await bench.call({ headers: { "x-probe": "caller" } });
    const saw = reply.header("x-mock-saw") ?? "";
    if (!saw.includes("gateway")) throw new Undecided(`the backend saw ${saw}`);
    return saw.includes("caller") ? "append" : "replace";
  },
});
