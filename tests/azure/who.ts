/** Signs in as the environment says, finds the service, and says who it is, as JSON. */
import { armAccess, connect, whoAmI } from "../../lib/apim/mod.ts";
import { loadService } from "../../lib/lab/config/config.ts";

try {
  const who = await whoAmI(await armAccess());
  const { serviceName } = await connect(await loadService());
  console.log(JSON.stringify({ who, serviceName }));
} catch (error) {
  console.log(JSON.stringify({ failed: (error as Error).message }));
}
Deno.exit(0);
