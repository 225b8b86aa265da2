/**
 * `deno task lab`: JupyterLab on the notebooks, with the Deno kernel.
 * @module
 */
import { ensureJupyter, SetupError } from "./jupyter.ts";

const ROOT = new URL("../../", import.meta.url);

try {
  const { python, env } = await ensureJupyter(ROOT, (line) => console.error(line));
  const lab = new Deno.Command(python, {
    args: [
      "-m",
      "jupyterlab",
      "--ip=127.0.0.1",
      ...Deno.args,
      new URL("notebooks/", ROOT).pathname,
    ],
    cwd: ROOT,
    env,
  }).spawn();
  Deno.addSignalListener("SIGINT", () => {}); // JupyterLab asks, and ends itself
  Deno.exit((await lab.status).code);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
