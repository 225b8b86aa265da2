/**
 * `deno task azure clean`.
 * @module
 */
import { cleanUp, connect, ownPrefix } from "../../apim/mod.ts";
import { exportSignIn, loadService } from "../../lab/config/config.ts";
import { readOptions } from "./usage.ts";

const USAGE = `Usage: deno task azure clean [--all]

Removes from the service of .env what carries your mark: APIs, backends, pools, named values, subscriptions, products
and fragments that notebooks and probes made and left. It touches nothing else: what attendees made who use the
service, too, carries theirs (WORKSHOP_PREFIX; default: from who signed in).

  --all  also what all other attendees of the workshop made

Example: deno task azure clean`;

export async function clean(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(
    args,
    {
      all: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  );
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  await exportSignIn();
  const service = await loadService();
  const apim = await connect({ ...service, owner: service.prefix ?? ownPrefix }, { signal });
  const owners = options.all ? "everybody" : [apim.owner];
  const { removed, left } = await cleanUp(apim, { signal, owners });
  for (const what of removed) console.log(`removed ${what}`);
  for (const { what, why } of left) console.error(`not removed: ${what}: ${why}`);
  console.log(`${apim.serviceName}: ${removed.length} removed, ${left.length} left`);
  return left.length === 0 ? 0 : 1;
}
