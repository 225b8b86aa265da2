/**
 * A part of what the gateway does for a request, alone: `gateway_part.ts PART BACKEND`. Prints its URL.
 *
 * - `serve`: `Deno.serve` that reads the body and answers by itself
 * - `edge`: the gateway's own reading and writing of messages around the same answer
 * - `client`: the edge, and the call to the backend
 */
import { SystemClock } from "../../lib/core/clock.ts";
import {
  HeaderMap,
  HttpTransport,
  type IncomingRequest,
  MessageBody,
  type ResponseMessage,
  serveGateway,
} from "../../lib/gateway/mod.ts";

const [part, backend] = Deno.args;
const BODY = new TextEncoder().encode("x".repeat(600));

function own(): ResponseMessage {
  const headers = HeaderMap.from([["Content-Type", "application/json"]]);
  return { statusCode: 200, statusReason: "OK", headers, body: new MessageBody(BODY) };
}

function caller(): (request: IncomingRequest) => Promise<ResponseMessage> {
  const transport = new HttpTransport(new SystemClock());
  return async ({ method, url, headers, body }) => {
    headers.delete("host");
    await body?.load();
    const result = await transport.send({
      method,
      url: backend + url.path + url.queryString,
      headers,
      body,
      timeoutMs: 60_000,
      followRedirects: false,
      bufferResponse: false,
      signal: null,
    });
    if ("failure" in result) throw new Error(result.message);
    return result;
  };
}

if (part === "serve") {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    await request.bytes();
    return new Response(BODY, { headers: { "Content-Type": "application/json" } });
  });
  console.log(`http://127.0.0.1:${server.addr.port}`);
} else {
  const call = part === "client" ? caller() : own;
  console.log((await serveGateway({ handle: (_gateway, request) => call(request) })).gatewayUrl);
}
