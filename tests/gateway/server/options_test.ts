import assert from "node:assert/strict";
import { createGateway, serveGateway } from "../../../lib/gateway/mod.ts";

const BOTH: readonly (readonly [options: unknown, RegExp])[] = [
  [{ port5: 1, ports: {} }, /no option "port5"/],
  [{ ports: { clok: {} } }, /ports has no option "clok": did you mean "clock"/],
  [
    { ports: { clock: Date } },
    /ports\.clock must be an object with now\(\), sleep\(\), schedule\(\)/,
  ],
  [{ ports: { transport: () => {} } }, /ports\.transport must be an object with send\(\)/],
  [{ service: { name: 5 } }, /service\.name must be text: it is 5/],
  [{ service: "embedded" }, /service must be an object with subscriptionId/],
  [{ fidelity: { cacheHit: "null" } }, /no fidelity switch "cacheHit"/],
  [{ fidelity: { cacheMiss: true } }, /fidelity\.cacheMiss must be text: it is true/],
  [{ management: { trust: "all" } }, /management\.trust must be an object with publicJwk\(\)/],
  ["workshop", /takes an object of options: it was given "workshop"/],
];

const SERVED: readonly (readonly [options: unknown, RegExp])[] = [
  [{ port: "80" }, /port must be a whole number from 0 to 65535: it is "80"/],
  [{ managementPort: 70_000 }, /managementPort must be a whole number from 0 to 65535/],
  [{ hosts: "apim.example" }, /hosts must be a list/],
  ...["http://x y", "apim.example:8080", "https://apim.example", "a b", "", "a/b"].map((host) =>
    [
      { hosts: ["apim.example", host] },
      /hosts\[1\] must be the name of a host, without a port/,
    ] as const
  ),
  [{ tls: { certificate: "c", key: 5 } }, /tls\.key must be text: it is number\.$/],
  [{ identity: true }, /identity must be a LocalIdentity/],
  [{ checkTokens: true }, /checkTokens asks for tokens of identity: give both/],
  [{ maxBodyBytes: -1 }, /maxBodyBytes must be a whole number from 0/],
  [{ handle: {} }, /handle must be a function/],
];

Deno.test("createGateway and serveGateway say which option cannot be what it is, and listen to nothing", async () => {
  for (const [options, message] of BOTH) {
    assert.throws(() => createGateway(options as object), message);
    await assert.rejects(serveGateway(options as object), message);
  }
  for (const [options, message] of SERVED) {
    await assert.rejects(serveGateway(options as object), message);
  }
  await using running = await serveGateway({ hosts: ["apim.example", "[::1]", "10.0.0.5"] });
  assert.match(running.gatewayUrl, /^http:/);
});
