import assert from "node:assert/strict";
import { labArguments } from "../../lib/cli/lab.ts";

const ROOT = new URL("file:///home/me/my%20workshop/");

Deno.test("labArguments open JupyterLab on the working copies, at home only, with the user's own behind", () => {
  assert.deepEqual(labArguments(ROOT, ["--no-browser"], 1000), [
    "-m",
    "jupyterlab",
    "--ip=127.0.0.1",
    "--LabApp.default_url=/lab/tree/00-setup.ipynb",
    "--no-browser",
    "/home/me/my workshop/working/",
  ]);
});

Deno.test("labArguments let root start it, as in a container", () => {
  assert.ok(labArguments(ROOT, [], 0).includes("--allow-root"));
  assert.ok(!labArguments(ROOT, [], null).includes("--allow-root"));
});
