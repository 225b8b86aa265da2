import { answer, probe, unexpected } from "../probe.ts";

/** A GET of an origin that is not listed: does it get further than cors? */
export const corsTerminatesByDefault = probe({
  settles: "corsTerminatesByDefault",
  seconds: 1,
  setUp: () => ({
    method: "GET",
    policy: {
      inbound: `<cors>
        <allowed-origins><origin>https://allowed.example</origin></allowed-origins>
        <allowed-methods><method>GET</method></allowed-methods>
      </cors>
      ${answer("x-seen", "in")}`,
    },
  }),
  async run(bench) {
    const reply = await bench.call({ headers: { Origin: "https://other.example" } });
    if (reply.header("x-seen") === "in") return "no";
    return reply.status === 200 ? "yes" : unexpected(reply);
  },
});
