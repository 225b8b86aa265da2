/** A way to a server that loses connections, as a network does that drops in the middle. */

/**
 * Hands everything on to `url`, but closes the connection when `drops` says so of what a client just sent, or
 * `dropsReply` of what came back.
 * @returns where clients connect to
 */
export function lossyNetwork(
  url: string,
  drops: (sent: string) => boolean,
  dropsReply: (sent: string) => boolean = () => false,
): { readonly url: string } & Disposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = new URL(url);
  const open = new Set<Deno.Conn>();
  const close = (conn: Deno.Conn) => {
    if (!open.delete(conn)) return;
    try {
      conn.close();
    } catch {
      // the other side was faster
    }
  };
  async function carry(from: Deno.Conn, to: Deno.Conn, lose: (sent: string) => boolean) {
    const buffer = new Uint8Array(65_536);
    try {
      for (let read = await from.read(buffer); read !== null; read = await from.read(buffer)) {
        const piece = buffer.slice(0, read);
        if (lose(new TextDecoder().decode(piece))) break;
        for (let sent = 0; sent < piece.length;) sent += await to.write(piece.subarray(sent));
      }
    } catch {
      // closed by the other direction
    } finally {
      close(from);
      close(to);
    }
  }
  (async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
      open.add(client).add(server);
      carry(client, server, drops);
      carry(server, client, dropsReply);
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    [Symbol.dispose]() {
      listener.close();
      for (const conn of [...open]) close(conn);
    },
  };
}
