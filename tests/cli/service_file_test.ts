import assert from "node:assert/strict";
import { readServiceFile, ServiceFileError } from "../../lib/cli/service_file.ts";

/** Runs `test` on a file with this content. */
async function withFile(content: string, test: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(path, content);
    await test(path);
  } finally {
    await Deno.remove(path);
  }
}

const backend = (name: string, url: string) => ({
  type: "Microsoft.ApiManagement/service/backends",
  name,
  properties: { url, protocol: "http" },
});

Deno.test("readServiceFile reads backends, pools and the API", () => {
  const resources = [
    backend("ptu", "https://a.test"),
    backend("payg", "https://b.test"),
    {
      type: "backends",
      name: "pool",
      properties: {
        type: "Pool",
        pool: {
          services: [{ id: "/backends/ptu", priority: 1 }, { id: "/backends/payg", priority: 2 }],
        },
      },
    },
    {
      type: "apis",
      name: "open",
      properties: {
        path: "o",
        displayName: "o",
        protocols: ["https"],
        subscriptionRequired: false,
      },
    },
  ];
  return withFile(JSON.stringify({ resources }), async (path) => {
    const { backends, api } = await readServiceFile(path);
    assert.deepEqual([...backends!.keys()].sort(), ["payg", "pool", "ptu"]);
    assert.equal(api?.subscriptionRequired, false);
  });
});

Deno.test("readServiceFile names the resource that is refused", () => {
  const resources = [{ type: "backends", name: "broken", properties: { url: "https://a.test" } }];
  return withFile(JSON.stringify({ resources }), async (path) => {
    await assert.rejects(
      readServiceFile(path),
      (error) =>
        error instanceof ServiceFileError &&
        /resources\[0\] \(backends\/broken\) is refused/.test(error.message),
    );
  });
});

Deno.test("readServiceFile says what was expected of a file that is none", async () => {
  await withFile(
    "[]",
    (path) => assert.rejects(readServiceFile(path), /an object with a list "resources"/),
  );
  await withFile("{", (path) => assert.rejects(readServiceFile(path), /cannot be read/));
  await withFile(
    '{"resources":[{}]}',
    (path) =>
      assert.rejects(readServiceFile(path), /resources\[0\] needs "type", "name" and "properties"/),
  );
  await assert.rejects(readServiceFile("/nowhere.json"), /cannot be read/);
});
