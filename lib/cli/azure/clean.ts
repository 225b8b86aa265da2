/**
 * `deno task azure clean`.
 * @module
 */
import { cleanUp, connect } from "../../apim/mod.ts";
import { exportSignIn, loadService } from "../../lab/config/config.ts";
import { readOptions } from "./usage.ts";

const USAGE = `Usage: deno task azure clean

Removes from the service of .env what carries the workshop's mark: APIs, backends, pools, named values, subscriptions,
products and fragments that notebooks and probes made and left. It touches nothing else.

Example: deno task azure clean`;

export async function clean(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(
    args,
    { help: { type: "boolean", short: "h", default: false } },
    USAGE,
  );
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  await exportSignIn();
  const apim = await connect(await loadService(), { signal });
  const { removed, left } = await cleanUp(apim, { signal });
  for (const what of removed) console.log(`removed ${what}`);
  for (const { what, why } of left) console.error(`not removed: ${what}: ${why}`);
  console.log(`${apim.serviceName}: ${removed.length} removed, ${left.length} left`);
  return left.length === 0 ? 0 : 1;
}
