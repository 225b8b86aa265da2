import assert from "node:assert/strict";
import { labArguments, labFolder, readLabOptions } from "../../lib/cli/lab.ts";

const FOLDER = new URL("file:///home/me/my%20workshop/working/");

Deno.test("labArguments open JupyterLab on the working copies, at home only, with the user's own behind", () => {
  assert.deepEqual(labArguments(FOLDER, ["--no-browser"], 1000), [
    "-m",
    "jupyterlab",
    "--ip=127.0.0.1",
    "--LabApp.default_url=/lab/tree/00-setup.ipynb",
    "--no-browser",
    "/home/me/my workshop/working/",
  ]);
});

Deno.test("labArguments let root start it, as in a container", () => {
  assert.ok(labArguments(FOLDER, [], 0).includes("--allow-root"));
  assert.ok(!labArguments(FOLDER, [], null).includes("--allow-root"));
});

Deno.test("readLabOptions takes its own options and leaves JupyterLab the rest, in order", () => {
  assert.deepEqual(readLabOptions(["--no-browser", "--reset", "--port", "8899", "--folder=a b"]), {
    help: false,
    reset: true,
    folder: "a b",
    jupyter: ["--no-browser", "--port", "8899"],
  });
  assert.deepEqual(readLabOptions([]).folder, "working/");
  assert.equal(readLabOptions(["--folder", "x"]).folder, "x");
  assert.ok(readLabOptions(["-h"]).help);
  assert.throws(() => readLabOptions(["--folder"]), /--folder takes a folder$/);
});

Deno.test("labFolder stays within the project, and never resets the notebooks themselves", () => {
  const root = new URL("file:///home/me/my%20workshop/");
  const folder = (...args: string[]) => labFolder(root, readLabOptions(args)).href;
  assert.equal(folder(), "file:///home/me/my%20workshop/working/");
  assert.equal(folder("--folder", "a/b/", "--reset"), "file:///home/me/my%20workshop/a/b/");
  assert.equal(folder("--folder=notebooks"), "file:///home/me/my%20workshop/notebooks/");
  for (const outside of ["..", "/tmp", ".", "../my workshop 2"]) {
    assert.throws(() => folder("--folder", outside), /must be a folder within the project/);
  }
  for (const own of ["notebooks", "notebooks/solutions"]) {
    assert.throws(() => folder("--folder", own, "--reset"), /git brings notebooks\/ itself back/);
  }
});
