/**
 * A console to look inside a gateway: requests, traces, breakers, buckets, policies, live in a browser.
 *
 * Served under `/console/` beside the management plane, to the same hosts and origins. It costs a request nothing while
 * no page is open, and holds a bounded number of requests while one is.
 * @module
 */
import { chain, type MaybePromise } from "../core/maybe_promise.ts";
import type { Gateway, ServeOptions } from "../gateway/mod.ts";
import { ConsoleApi } from "./api.ts";
import type { ConsoleOptions } from "./options.ts";
import { page } from "./pages.ts";
import { RequestLog } from "./request_log.ts";

export type { ConsoleOptions, ConsoleRegions } from "./options.ts";

/** A console, to be handed to `serveGateway`. */
export interface Console {
  /** Goes around the data plane's handler. */
  readonly handle: NonNullable<ServeOptions["handle"]>;
  /** Answers what is below `/console/`; null for everything else. */
  readonly beside: NonNullable<ServeOptions["beside"]>;
}

const PATH = "/console/";

/** Makes a console for the gateway that serves with it. */
export function createConsole(options: ConsoleOptions): Console {
  const log = new RequestLog(options.clock);
  let api: { readonly of: Gateway; readonly api: ConsoleApi } | null = null;
  return {
    handle: log.around((gateway, ...request) => gateway.handle(...request)),
    beside(request, gateway): MaybePromise<Response> | null {
      const { pathname } = new URL(request.url);
      if (pathname === PATH.slice(0, -1)) {
        return new Response(null, { status: 308, headers: { location: PATH } });
      }
      if (!pathname.startsWith(PATH)) return null;
      const path = pathname.slice(PATH.length);
      if (api?.of !== gateway) {
        api = { of: gateway, api: new ConsoleApi(gateway, log, options) };
      }
      if (path.startsWith("api/")) return api.api.respond(request, path.slice("api/".length));
      if (request.method !== "GET" && request.method !== "HEAD") return notFound();
      return chain(page(path), (response) => response ?? notFound());
    },
  };
}

function notFound(): Response {
  return Response.json({ error: { code: "NotFound", message: "The console has no such page." } }, {
    status: 404,
  });
}
