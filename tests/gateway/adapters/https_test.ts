import assert from "node:assert/strict";
import { SystemClock } from "../../../lib/core/clock.ts";
import { HttpTransport } from "../../../lib/gateway/adapters/http_transport.ts";
import { HeaderMap, MessageBody } from "../../../lib/gateway/contracts/message.ts";
import type { OutgoingRequest } from "../../../lib/gateway/contracts/ports.ts";

const fixture = (name: string) =>
  Deno.readTextFileSync(new URL(`../../fixtures/localhost.${name}.pem`, import.meta.url));
const CERT = fixture("cert");

const outgoing = (url: string, timeoutMs = 10_000): OutgoingRequest => ({
  method: "POST",
  url,
  headers: new HeaderMap(),
  body: new MessageBody("a question"),
  timeoutMs,
  followRedirects: false,
  bufferResponse: true,
  signal: null,
});

/** POSTs to an HTTPS server on this machine that says what it got, `times` times over one transport. */
async function post(host: string, options: { caCerts?: readonly string[]; times?: number } = {}) {
  const peers = new Set<number>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert: CERT, key: fixture("key"), onListen() {} },
    async (request, { remoteAddr }) => {
      peers.add(remoteAddr.port);
      return new Response(`${new URL(request.url).protocol} ${await request.text()}`);
    },
  );
  const transport = new HttpTransport(new SystemClock(), options);
  const results = [];
  for (let i = 0; i < (options.times ?? 1); i++) {
    const result = await transport.send(outgoing(`https://${host}:${server.addr.port}/v1`));
    if (!("failure" in result)) await result.body?.load();
    results.push("failure" in result ? result : result.body?.text());
  }
  transport.close();
  await server.shutdown();
  return { results, connections: peers.size };
}

Deno.test("HttpTransport speaks HTTPS to a backend whose certificate is trusted, on one connection", async () => {
  const { results, connections } = await post("localhost", { caCerts: [CERT], times: 3 });
  assert.deepEqual(results, Array(3).fill("https: a question"));
  assert.equal(connections, 1);
});

Deno.test("HttpTransport calls a certificate that nobody vouches for a connection failure, and sends nothing", async () => {
  const { results, connections } = await post("localhost");
  assert.deepEqual(results, [{
    failure: "BackendConnectionFailure",
    message: "Error connecting to the backend service: invalid peer certificate: UnknownIssuer",
  }]);
  assert.equal(connections, 0);
});

Deno.test("HttpTransport calls another host's certificate a connection failure that names the host", async () => {
  const { results: [result] } = await post("127.0.0.1", { caCerts: [CERT] });
  assert.ok(typeof result === "object" && result.failure === "BackendConnectionFailure");
  assert.match(result.message, /certificate not valid for name "127\.0\.0\.1"/);
});

Deno.test("HttpTransport times out where a backend takes the connection and never shakes hands", async () => {
  const silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const transport = new HttpTransport(new SystemClock());
  const result = await transport.send(outgoing(`https://localhost:${silent.addr.port}/`, 20));
  transport.close();
  silent.close();
  assert.deepEqual(result, {
    failure: "Timeout",
    message: "The request to the backend service timed out.",
  });
});
