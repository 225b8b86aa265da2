/**
 * The comparison of notebook 06 on the stand-in: interrupted in the middle, its cell goes on where it stopped.
 * `deno test -A tests/azure/resume_walk.ts`: needs the .venv that `deno task workshop` makes, and a minute or two.
 */
import assert from "node:assert/strict";
import { ensureJupyter } from "../../lib/cli/notebooks/jupyter.ts";
import { inFolder } from "../folder.ts";
import { ANNA, startStandIn } from "./stand_in/stand_in.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("06's comparison goes on where it was interrupted: what had ended is not sent again", async () => {
  const jupyter = await ensureJupyter(ROOT, () => {});
  await using standIn = await startStandIn({ manners: { speed: 10 } });
  await inFolder(async (folder) => {
    const authority = `${folder}/authority.pem`;
    await Deno.writeTextFile(authority, standIn.authority);
    const { code, stdout, stderr } = await new Deno.Command(jupyter.python, {
      args: [
        new URL("interrupt_cell.py", import.meta.url).pathname,
        new URL("notebooks/06-comparison.ipynb", ROOT).pathname,
        "goes on where it stopped",
        "25",
        "JSON.stringify({ runs: runs.size, requests: [...runs.values()].flat().length, sent: lab.budget.sent })",
      ],
      env: {
        ...jupyter.env,
        ...standIn.environment(ANNA, authority),
        WORKSHOP_TARGET: "azure",
        WORKSHOP_RESULTS: folder,
        WORKSHOP_PACE: "instant", // what is still played is not what was asked to end
      },
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert.equal(code, 0, text + new TextDecoder().decode(stderr));
    const { interrupted, then, again, finally: end } = JSON.parse(text.trim().split("\n").at(-1)!);
    assert.match(interrupted, /Interrupted/);
    assert.equal(again, null);
    const [before, after] = [then, end].map((shown) =>
      JSON.parse(/\{.*\}/.exec(shown.join(""))![0])
    );
    assert.ok(before.runs > 0 && before.runs < after.runs, `${before.runs} of ${after.runs}`);
    const anew = after.sent - before.sent;
    assert.ok(anew <= after.requests - before.requests, `${anew} sent in the second run`);
  });
});
