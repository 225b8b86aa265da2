import assert from "node:assert/strict";
import { panelView } from "../../../lib/lab/panel/panel_view.ts";
import { RunState } from "../../../lib/lab/panel/run_state.ts";
import type { RunEvents } from "../../../lib/lab/runs/run_events.ts";
import { spillover } from "./events.ts";

function stateOf(events: RunEvents, untilMs = Infinity): RunState {
  const state = new RunState();
  for (const event of events.all) if (event.atMs <= untilMs) state.apply(event);
  state.settle();
  return state;
}

const SUBJECT = { label: "a <b> run", count: 100, simulated: true };

Deno.test("RunState knows shares, rates, retries, refusals and latencies so far", () => {
  const half = stateOf(spillover(), 5_000);
  assert.equal(half.ended, 50);
  assert.equal(half.retries, 0);
  assert.equal(half.backends[0].rate, 10);
  const whole = stateOf(spillover());
  const [a, b] = whole.backends;
  assert.deepEqual([a.answered, b.answered, whole.failed], [75, 24, 1]);
  assert.equal(a.refused, 25);
  assert.equal(whole.retries, 25);
  assert.equal(a.rate, 5);
  assert.deepEqual([a.level, a.breaker, a.faults], [1, "open", ["error"]]);
  assert.deepEqual(whole.latency(), { p50: 500, p95: 900 });
  assert.equal(new RunState().latency(), null);
});

Deno.test("panelView shows what can be seen, in HTML and in characters", () => {
  const { html, text } = panelView(stateOf(spillover()), { ...SUBJECT, over: true });
  for (
    const word of ["100/100 requests", "25 retries", "1 failed", "p50 500, p95 900 simulated ms"]
  ) {
    assert.ok(html!.includes(word), word);
    assert.ok(text.includes(word), word);
  }
  assert.match(html!, /<b>a &#60;b&#62; run<\/b>/);
  assert.match(html!, />bucket<.*>circuit<.*>open</s);
  assert.match(text, /^backend-a +7\.5 +75\.8% +75 +25 +0 +100% +open/m);
});

Deno.test("panelView leaves out what nobody can see on Azure", () => {
  const { html, text } = panelView(stateOf(spillover({ seen: false })), SUBJECT);
  assert.doesNotMatch(html!, /bucket|circuit/);
  assert.doesNotMatch(text, /bucket|circuit/);
  assert.match(text, /^backend-b/m);
});

Deno.test("panelView shows a run before its first event", () => {
  const { html, text } = panelView(stateOf(spillover(), -1), SUBJECT);
  assert.match(text, /0\/100 requests/);
  assert.doesNotMatch(html! + text, /NaN|Infinity|undefined/);
});

Deno.test("panelView needs no trust: no script, no style sheet, no SVG, and stays small", () => {
  const { html } = panelView(stateOf(spillover()), SUBJECT);
  assert.doesNotMatch(html!, /<(script|style|svg)/);
  assert.ok(html!.length < 20_000, String(html!.length));
});
