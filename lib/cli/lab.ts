/**
 * `deno task lab`: JupyterLab on the notebooks, with the Deno kernel.
 * @module
 */
import { fileURLToPath } from "node:url";
import { ensureJupyter, SetupError } from "./jupyter.ts";

const ROOT = new URL("../../", import.meta.url);
/** What JupyterLab opens with. */
const FIRST_NOTEBOOK = "00-setup.ipynb";

/** Python's arguments for JupyterLab on the project's notebooks; `args` are the user's own. */
export function labArguments(root: URL, args: readonly string[], uid: number | null): string[] {
  return [
    "-m",
    "jupyterlab",
    "--ip=127.0.0.1",
    `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
    ...(uid === 0 ? ["--allow-root"] : []), // in a container there often is nobody else
    ...args,
    fileURLToPath(new URL("notebooks/", root)),
  ];
}

async function main(): Promise<number> {
  const { python, env } = await ensureJupyter(ROOT, (line) => console.error(line));
  const args = labArguments(ROOT, Deno.args, Deno.uid());
  const lab = new Deno.Command(python, { args, cwd: ROOT, env }).spawn();
  Deno.addSignalListener("SIGINT", () => {}); // the terminal gives it to JupyterLab, too, which asks
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
  return (await lab.status).code;
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
