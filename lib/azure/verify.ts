/**
 * Whether all that the notebooks need on Azure is there: one finding a check, each with what to do.
 * @module
 */
import { type Apim, type ArmAccess, connect, explain, type SignedIn, whoAmI } from "../apim/mod.ts";
import type { AzureConfig } from "../lab/config/config.ts";
import { type Check, failed, ok } from "./check.ts";
import { checkBackend, checkBackendCall } from "./backend_checks.ts";
import { checkGateway, checkRights, checkTier } from "./service_checks.ts";

export interface VerifyOptions {
  readonly access: ArmAccess;
  readonly signal?: AbortSignal;
  readonly onCheck?: (check: Check) => void;
  /** Whether each backend gets one call, which is billed (some 20 tokens). */
  readonly calls: boolean;
}

/** Runs all checks; those that need what an earlier one did not find are left out. */
export async function verify(config: AzureConfig, options: VerifyOptions): Promise<Check[]> {
  const { access, signal, onCheck = () => {}, calls } = options;
  const checks: Check[] = [];
  const add = (check: Check) => {
    checks.push(check);
    onCheck(check);
  };
  let who: SignedIn;
  try {
    who = await whoAmI(access);
    add(ok("sign-in", `as ${who.name} (${access.cloud.name})`));
  } catch (error) {
    add(fromError("sign-in", error));
    return checks;
  }
  let apim: Apim;
  try {
    apim = await connect(config.apim, { signal });
    add(ok("service", `${apim.serviceName} in ${apim.location}`));
  } catch (error) {
    add(fromError("service", error));
    return checks;
  }
  add(checkTier(apim));
  add(await told("rights", () => checkRights(apim, signal)));
  add(await told("gateway", () => checkGateway(apim, signal)));
  if (config.backends.length < 2) {
    add(failed(
      "backends",
      `${config.backends.length} configured`,
      "Routing needs two or more: set BACKEND_A_..., BACKEND_B_... in .env.",
    ));
  }
  for (const backend of config.backends) {
    try {
      for (const check of await checkBackend(apim, config, backend, signal)) add(check);
    } catch (error) {
      add(fromError(`${backend.id}: account`, explain("read it", error)));
    }
    if (calls) {
      const call = () => checkBackendCall(config, backend, access, signal);
      add(await told(`${backend.id}: call`, call));
    }
  }
  return checks;
}

/** The check's finding, or that it could not be made. */
async function told(what: string, check: () => Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    return fromError(what, explain("find out", error));
  }
}

/** The first line says what is wrong, the others what to do. */
function fromError(what: string, error: unknown): Check {
  if (!(error instanceof Error)) throw error;
  const [said, ...cure] = error.message.split("\n");
  return failed(what, said, cure.join(" "));
}
