import { probe, toBackend, Undecided } from "../probe.ts";

/** Waits of 2 s and then 10 s more each; the first retry is fast. Two retries take 2 s or 12 s. */
export const retryFirstFastIndex = probe({
  settles: "retryFirstFastIndex",
  seconds: 15,
  setUp: (names) => ({
    backends: { a: { url: names.mock("a"), protocol: "http" } },
    policy: {
      inbound: toBackend(names.backend("a")),
      backend:
        `<retry condition="@(context.Response.StatusCode == 500)" count="2" interval="2" delta="10" first-fast-retry="true">
        <forward-request buffer-request-body="true" />
      </retry>`,
    },
  }),
  async run(bench) {
    const start = bench.now();
    await bench.call({ headers: { "x-mock": "500" } });
    const seconds = (bench.now() - start) / 1000;
    if (seconds < 1.5) throw new Undecided(`the retries took ${seconds} s: nothing waited`);
    return seconds < 8 ? "keeps-index" : "advances-index";
  },
});
