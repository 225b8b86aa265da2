import { probe, unexpected } from "../probe.ts";
import { ON_ERROR_HEADER } from "../entities.ts";

/** The probes' API sets a header in its on-error: does a call to none of its operations carry it? */
export const operationNotFoundScope = probe({
  settles: "operationNotFoundScope",
  seconds: 1,
  async run(bench) {
    const reply = await bench.call({ unknownOperation: true });
    if (reply.status !== 404) unexpected(reply);
    return reply.header(ON_ERROR_HEADER) === null ? "global" : "api";
  },
});
