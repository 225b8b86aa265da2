/** A closed loop of POSTs over kept connections. Takes LoadOptions as JSON, prints a LoadResult as JSON. */
import { addressOf } from "../../lib/gateway/http1/address.ts";
import { startBody } from "../../lib/gateway/http1/body_progress.ts";
import type { Connection } from "../../lib/gateway/http1/connection.ts";
import { ConnectionPool } from "../../lib/gateway/http1/connection_pool.ts";
import { formatRequestHead } from "../../lib/gateway/http1/request_head.ts";
import { HeaderMap } from "../../lib/gateway/contracts/message.ts";
import type { LoadOptions, LoadResult } from "./load.ts";

const { url, connections, seconds, headers, body }: LoadOptions = JSON.parse(Deno.args[0]);
const { origin, authority, target } = addressOf(url);
const head = formatRequestHead(
  { method: "POST", target, authority, headers: HeaderMap.from(Object.entries(headers)) },
  true,
);
const pool = new ConnectionPool();
const latencies: number[] = [];
let failures = 0;

/** One request; false when the connection cannot be used again. */
async function once(connection: Connection): Promise<boolean> {
  const start = performance.now();
  await connection.send(head, body);
  const reply = await connection.receiveHead("POST");
  const progress = startBody(reply.framing);
  while (await connection.receivePiece(progress) !== null);
  latencies.push(performance.now() - start);
  if (reply.statusCode >= 300) failures++;
  return reply.keepAlive;
}

const start = performance.now();
const end = start + seconds * 1000;
await Promise.all(Array.from({ length: connections }, async () => {
  while (performance.now() < end) {
    const connection = await pool.connect(origin);
    try {
      while (performance.now() < end && await once(connection));
    } catch {
      failures++;
    }
    connection.close();
  }
}));
latencies.sort((a, b) => a - b);
const percentile = (p: number) => latencies[Math.floor((latencies.length - 1) * p)];
const result: LoadResult = {
  requests: latencies.length,
  requestsPerSecond: latencies.length * 1000 / (performance.now() - start),
  failures,
  p50Ms: percentile(0.5),
  p99Ms: percentile(0.99),
};
console.log(JSON.stringify(result));
