/**
 * What the gateway is measured against: `Deno.serve` and `fetch`, the request body buffered:
 * `plain_proxy.ts BACKEND [FALLBACK]`. What the backend answers with 429 goes to the fallback. Prints its URL.
 */
const [backend, fallback] = Deno.args;
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete("host");
  const { method } = request;
  const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer();
  let response = await fetch(backend + pathname + search, { method, headers, body });
  if (response.status === 429 && fallback !== undefined) {
    await response.body?.cancel();
    response = await fetch(fallback + pathname + search, { method, headers, body });
  }
  return new Response(response.body, { status: response.status, headers: response.headers });
});
console.log(`http://127.0.0.1:${server.addr.port}`);
