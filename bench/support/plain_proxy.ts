/** What the gateway is measured against: `Deno.serve` and `fetch`, the request body buffered. Prints its URL. */
const [backend] = Deno.args;
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete("host");
  const { method } = request;
  const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer();
  const response = await fetch(backend + pathname + search, { method, headers, body });
  return new Response(response.body, { status: response.status, headers: response.headers });
});
console.log(`http://127.0.0.1:${server.addr.port}`);
