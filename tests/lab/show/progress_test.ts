import assert from "node:assert/strict";
import { showOn } from "../../../lib/lab/show/display.ts";
import { watchProgress, withProgress } from "../../../lib/lab/show/progress.ts";

/** What a kernel would have shown while `body` goes on, by display. */
async function shownDuring(body: () => Promise<unknown>): Promise<Map<string, string[]>> {
  const shown = new Map<string, string[]>();
  showOn((bundle, { display_id = "" }) => {
    shown.set(display_id, [...shown.get(display_id) ?? [], bundle["text/plain"]]);
    return Promise.resolve();
  });
  try {
    await body();
  } finally {
    showOn(undefined);
  }
  return shown;
}

Deno.test("withProgress shows at once, and at the end how much was done", async () => {
  const shown = await shownDuring(async () => {
    const result = await withProgress("counting", { unit: "sheep", of: 4 }, (report) => {
      report(1, 4);
      return Promise.resolve("asleep");
    });
    assert.equal(result, "asleep");
  });
  const [lines] = [...shown.values()];
  assert.ok(lines.length >= 2);
  assert.match(lines.at(-1)!, /^counting █{24} 4 of 4 sheep$/);
});

Deno.test("withProgress gives works that go on at the same time one line", async () => {
  const shown = await shownDuring(() =>
    Promise.all([1, 2].map((n) =>
      withProgress("counting", { unit: "sheep" }, (report) => {
        report(n, 10);
        return Promise.resolve();
      })
    ))
  );
  assert.equal(shown.size, 1);
  assert.match([...shown.values()][0].at(-1)!, /20 of 20 sheep, 2 at once$/);
});

Deno.test("withProgress passes a failure on after it has shown how far the work came", async () => {
  const shown = await shownDuring(() =>
    assert.rejects(
      withProgress("counting", { unit: "sheep" }, (report) => {
        report(1, 4);
        return Promise.reject(new Error("a wolf"));
      }),
      /a wolf/,
    )
  );
  assert.match([...shown.values()][0].at(-1)!, /█{6}░{18} 1 of 4 sheep$/);
});

Deno.test("withProgress leaves nothing where nobody watches", async () => {
  watchProgress(false);
  try {
    const work = () => withProgress("counting", { unit: "sheep" }, () => Promise.resolve());
    assert.equal((await shownDuring(work)).size, 0);
  } finally {
    watchProgress(true);
  }
});
