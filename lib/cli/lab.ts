/**
 * `deno task lab`: JupyterLab on the notebooks, with the Deno kernel.
 * @module
 */
import { fileURLToPath } from "node:url";
import { ensureJupyter, SetupError } from "./jupyter.ts";

const ROOT = new URL("../../", import.meta.url);

try {
  const { python, env } = await ensureJupyter(ROOT, (line) => console.error(line));
  const lab = new Deno.Command(python, {
    args: [
      "-m",
      "jupyterlab",
      "--ip=127.0.0.1",
      ...(Deno.uid() === 0 ? ["--allow-root"] : []), // in a container there often is nobody else
      ...Deno.args,
      fileURLToPath(new URL("notebooks/", ROOT)),
    ],
    cwd: ROOT,
    env,
  }).spawn();
  Deno.addSignalListener("SIGINT", () => {}); // the terminal gives it to JupyterLab, too, which asks
  Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
  Deno.exit((await lab.status).code);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
