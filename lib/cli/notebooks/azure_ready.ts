/**
 * What notebooks on Azure cannot do without, looked for before anything is set up: settings, sign-in, the service.
 * @module
 */
import { fileURLToPath } from "node:url";
import { connect } from "../../apim/mod.ts";
import { UserError } from "../../core/user_error.ts";
import { exportSignIn, loadConfig } from "../../lab/config/config.ts";
import { requireTier } from "../../lab/target/service.ts";

/** @param notebooks where they run @throws UserError that says what to do; nothing was made then */
export async function requireAzure(notebooks: URL): Promise<void> {
  const folder = fileURLToPath(notebooks);
  try {
    const { apim } = await loadConfig({ folder, target: "azure" });
    await exportSignIn(folder);
    requireTier(await connect(apim));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}\n\nNothing was run. .env.example explains each setting; with nothing on Azure yet, deno task ` +
        "azure up makes it and writes .env; deno task azure verify checks more. Without --target azure no account is " +
        "needed.",
      { cause: error },
    );
  }
}
