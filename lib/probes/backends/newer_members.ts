import { probe } from "../probe.ts";

/** A pool put with a member that its api-version does not have, read by a version that has it. */
export const newerMembers = probe({
  settles: "newerMembers",
  seconds: 2,
  setUp: (names) => ({
    backends: { a: { url: names.mock("a"), protocol: "http" } },
    policy: {},
  }),
  async run(bench) {
    const services = [{ id: bench.names.backendId("a") }];
    const properties = {
      type: "Pool",
      pool: { services, failureResponse: { statusCode: 429 } },
    };
    const versions = { put: "2024-05-01", read: "2025-09-01-preview" };
    const { pool } = await bench.storedBackend("pool", properties, versions);
    return (pool as { failureResponse?: unknown }).failureResponse ? "kept" : "dropped";
  },
});
