/**
 * `deno task azure verify`.
 * @module
 */
import { armAccess } from "../../apim/mod.ts";
import { type Check, verify } from "../../azure/mod.ts";
import { exportSignIn, loadConfig } from "../../lab/config/config.ts";
import { readOptions } from "./usage.ts";

const USAGE = `Usage: deno task azure verify [options]

Checks all that the notebooks need on Azure, as .env names it: sign-in, service, tier, rights, gateway; for each backend
account, deployment, quota, the gateway's role, and one call on the Responses API (some 20 tokens).

  --no-calls  without the calls, which are billed
  --json      one JSON document on stdout

Example: deno task azure verify
Exit codes: 0 nothing failed, 1 something did.`;

export async function verifyCommand(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args, {
    "no-calls": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const config = await loadConfig({ target: "azure" });
  if (config.target !== "azure") throw new TypeError("the azure target was asked for");
  await exportSignIn();
  const checks = await verify(config, {
    access: await armAccess(),
    signal,
    calls: !options["no-calls"],
    onCheck: options.json ? undefined : (check) => console.log(line(check)),
  });
  const count = (outcome: Check["outcome"]) =>
    checks.filter((check) => check.outcome === outcome).length;
  if (options.json) console.log(JSON.stringify({ checks }, null, 2));
  else console.log(`${count("ok")} ok, ${count("warning")} to look at, ${count("failed")} failed`);
  return count("failed") === 0 ? 0 : 1;
}

function line({ what, outcome, said, cure }: Check): string {
  const word = { ok: "ok    ", warning: "look  ", failed: "FAILED" }[outcome];
  return `${word} ${what}: ${said}${cure === "" ? "" : `\n         ${cure}`}`;
}
