/** Requests with header fields that `fetch` does not send as they are: Host above all. */
import { request } from "node:http";

export function ask(
  url: string,
  options: { method?: string; headers?: Readonly<Record<string, string>>; body?: string } = {},
): Promise<{ status: number; text: string }> {
  const { method = "GET", headers, body } = options;
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, agent: false }, (reply) => {
      let text = "";
      reply.setEncoding("utf8");
      reply.on("data", (piece) => text += piece);
      reply.on("end", () => resolve({ status: reply.statusCode!, text }));
      reply.on("error", reject);
    });
    call.on("error", reject);
    call.end(body);
  });
}
