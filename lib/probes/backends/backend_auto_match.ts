import { probe, Undecided } from "../probe.ts";

/** An entity for MOCK/a sets a header. Calls to MOCK/a/b and to MOCK/a, by URL only: do they carry it? */
export const backendAutoMatch = probe({
  settles: "backendAutoMatch",
  seconds: 2,
  setUp: (names) => ({
    backends: {
      a: {
        url: `${names.mock("auto")}/a`,
        protocol: "http",
        credentials: { header: { "x-probe": ["entity"] } },
      },
    },
    policy: {
      inbound: `<set-backend-service base-url="@("${
        names.mock("auto")
      }" + context.Request.Headers.GetValueOrDefault("x-path", "/a"))" />`,
    },
  }),
  async run(bench) {
    const carries = async (path: string) => {
      const reply = await bench.call({ headers: { "x-path": path } });
      const saw = reply.header("x-mock-saw");
      if (saw === null) throw new Undecided(`status ${reply.status} from a call by URL`);
      return saw === "entity";
    };
    if (await carries("/a/b")) return "prefix";
    return await carries("/a") ? "exact" : "off";
  },
});
