/**
 * The address that a caller used, where a proxy stands in front: what links in answers start with.
 * @see https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer
 * @module
 */

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i;

/** The request's URL with the X-Forwarded-Proto, -Host and -Port of the proxy next to the caller. */
export function publicUrl(request: Request): URL {
  const url = new URL(request.url);
  const first = (name: string) => request.headers.get(name)?.split(",", 1)[0].trim() ?? "";
  const scheme = first("x-forwarded-proto").toLowerCase();
  if (scheme === "http" || scheme === "https") {
    url.protocol = `${scheme}:`;
  }
  const host = first("x-forwarded-host");
  if (HOST.test(host)) {
    url.port = "";
    url.host = host;
  }
  const port = first("x-forwarded-port");
  if (/^\d{1,5}$/.test(port) && !/:\d+$/.test(host)) url.port = port;
  return url;
}
