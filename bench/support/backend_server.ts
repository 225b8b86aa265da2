/** A backend that answers at once: 600 bytes of JSON. Prints its URL. */
const body = new TextEncoder().encode(
  JSON.stringify({ id: "resp_1", object: "response", output: "x".repeat(552) }),
);
const headers = { "Content-Type": "application/json", "x-ms-region": "East US" };
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
  await request.bytes();
  return new Response(body, { headers });
});
console.log(`http://127.0.0.1:${server.addr.port}`);
