import assert from "node:assert/strict";
import { buildPolicy, STRATEGIES } from "../../lib/mod.ts";
import { withLab } from "./embedded_lab.ts";

/** What Deno's kernel shows of a cell's last expression; null where it shows the raw object. */
function shownOf(value: object): Record<string, string> | null {
  const show: (() => Record<string, string>) | undefined = Reflect.get(
    value,
    Symbol.for("Jupyter.display"),
  );
  return show?.call(value) ?? null;
}

Deno.test("a cell's last expression shows a lab as its card, a run as a table, a strategy as its summary", async () => {
  await withLab("last", async (lab) => {
    assert.match(shownOf(lab)!["text/plain"], /embedded APIM .*backend-a/s);
    for (const name of STRATEGIES) {
      const strategy = buildPolicy(name, lab.backends, lab.options);
      const shown = shownOf(strategy)!["text/plain"];
      assert.ok(
        shown.startsWith(`${name} (revision ${strategy.revision}): ${strategy.summary}`),
        shown,
      );
    }
    await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options));
    const records = await lab.openLoop("run", { count: 30, perSecond: 20 });
    const text = shownOf(records)!["text/plain"];
    assert.match(text, /^30 records, 30 answered; the first 7 and the last/);
    assert.ok(text.split("\n").length < 15, text);
    for (const value of [lab, records]) {
      assert.doesNotMatch(
        JSON.stringify(shownOf(value)),
        new RegExp(lab.backends[0].apiKey!.reveal()),
      );
    }
  });
});
