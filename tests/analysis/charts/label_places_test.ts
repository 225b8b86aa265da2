import assert from "node:assert/strict";
import { labelPlaces } from "../../../lib/analysis/charts/label_places.ts";

const FRAME = { left: 0, right: 400, top: 0, bottom: 200 };

Deno.test("labelPlaces puts a lone dot's label to its right, at the frame's end to its left", () => {
  const dots = [{ x: 100, y: 100, text: "alone" }, { x: 390, y: 40, text: "at the end" }];
  assert.deepEqual(labelPlaces(dots, FRAME), [
    { dx: 11, dy: 0, textAnchor: "start" },
    { dx: -11, dy: 0, textAnchor: "end" },
  ]);
});

Deno.test("labelPlaces gives dots at one place a line each", () => {
  const dots = ["one", "two", "three", "four"].map((text) => ({ x: 100, y: 100, text }));
  const places = labelPlaces(dots, FRAME).map(({ dx, dy }) => `${dx},${dy}`);
  assert.equal(new Set(places).size, 4);
  assert.equal(places[0], "11,0");
});
