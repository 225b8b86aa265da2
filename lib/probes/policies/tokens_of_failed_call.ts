import { probe, toBackend, Undecided } from "../probe.ts";

/** The model refuses three estimated calls: does what is left go down from one to the next? */
export const tokensOfFailedCall = probe({
  settles: "tokensOfFailedCall",
  seconds: 6,
  setUp: (names) => ({
    backends: { a: { url: names.mock("a"), protocol: "http" } },
    policy: {
      inbound: `${toBackend(names.backend("a"))}
        <llm-token-limit counter-key="parity-failed" tokens-per-minute="100000" estimate-prompt-tokens="true" remaining-tokens-header-name="x-left" />`,
    },
  }),
  async run(bench) {
    const content = "the quick brown fox ".repeat(50);
    const body = JSON.stringify({ model: "mock", messages: [{ role: "user", content }] });
    const left = [];
    for (let i = 0; i < 3; i++) {
      const headers = { "Content-Type": "application/json", "x-mock": "429" };
      const reply = await bench.call({ headers, body });
      left.push(Number(reply.header("x-left") ?? NaN));
      await bench.wait(1_000);
    }
    if (left.some(Number.isNaN)) throw new Undecided("the replies do not say what is left");
    return left[2] < left[1] ? "kept" : "returned";
  },
});
