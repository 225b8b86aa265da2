import assert from "node:assert/strict";
import { eventLabelsHeight, placeEvents } from "../../../lib/analysis/charts/event_labels.ts";

const AXIS = { spanMs: 1000, width: 500 };

Deno.test("placeEvents puts labels that would touch on lines of their own, others on the first", () => {
  const placed = placeEvents([
    { atMs: 20, label: "b fails" },
    { atMs: 0, label: "a fails" },
    { atMs: 500, label: "both well" },
  ], AXIS);
  assert.deepEqual(placed.map(({ label, row }) => [label, row]), [
    ["a fails", 0],
    ["b fails", 1],
    ["both well", 0],
  ]);
  assert.ok(eventLabelsHeight(placed) > eventLabelsHeight(placed.slice(0, 1)));
  assert.equal(eventLabelsHeight([]), 0);
});

Deno.test("placeEvents turns a label to the left that would leave the chart", () => {
  const [placed] = placeEvents([{ atMs: 990, label: "backend-a is well" }], AXIS);
  assert.equal(placed.textAnchor, "end");
  assert.ok(placed.dx < 0);
});
