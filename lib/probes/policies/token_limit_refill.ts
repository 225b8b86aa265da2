import { probe, toBackend, Undecided } from "../probe.ts";

/** 100 tokens a minute, one call of 300: by whole minutes the next waits up to 180 s, little by little some 121 s. */
export const tokenLimitRefill = probe({
  settles: "tokenLimitRefill",
  seconds: 4,
  setUp: (names) => ({
    backends: { a: { url: names.mock("a"), protocol: "http" } },
    policy: {
      inbound: `${toBackend(names.backend("a"))}
        <llm-token-limit counter-key="parity-refill" tokens-per-minute="100" estimate-prompt-tokens="false" />`,
    },
  }),
  async run(bench) {
    const body = JSON.stringify({ model: "mock", messages: [{ role: "user", content: "hi" }] });
    const headers = { "Content-Type": "application/json" };
    await bench.call({ headers, body });
    await bench.wait(2_000);
    const reply = await bench.call({ headers, body });
    const seconds = Number(reply.header("retry-after"));
    if (reply.status !== 429 || !(seconds > 0)) {
      throw new Undecided(`status ${reply.status}, Retry-After ${reply.header("retry-after")}`);
    }
    return seconds > 150 ? "by-minute" : "continuously";
  },
});
