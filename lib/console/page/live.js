// Requests as they come, and who served over time.
import { html, useMemo, useState } from "htm/preact/standalone";
import { clockTime, duration, Empty, StackedBars, Status, useStore, VirtualRows } from "./parts.js";
import { colorOf, SECONDS, store } from "./store.js";

const ROW = 30;

export function Live() {
  /** What was there when the page was paused; null while it goes on. */
  const [held, setHeld] = useState(null);
  const paused = held !== null;
  const [follow, setFollow] = useState(true);
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState([]);
  useStore(paused);
  const { lines, served, skipped } = held ?? store;
  const { about } = store;
  const shown = useMemo(() => matching(lines, filter).toReversed(), [lines.length, filter, paused]);
  const newest = Math.max(0, ...served.keys());
  const bins = Array.from(
    { length: SECONDS },
    (_, i) => served.get(newest - SECONDS + 1 + i) ?? {},
  );
  const choose = (id) =>
    setChosen((ids) => ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id].slice(-2));
  return html`
    <section class="panel" aria-label="Who served over time">
      <h2>Who served over time</h2>
      <${StackedBars}
        bins=${bins}
        colorOf=${colorOf}
        label="Requests a second by backend"
        from=${`${SECONDS} s ago`}
        to="now"
        unit=${about?.simulated ? "requests per simulated s" : "requests per s"}
      />
    </section>
    <section class="panel" aria-label="Requests">
      <div class="bar">
        <input
          type="text"
          placeholder="Filter: 429, backend-a, /responses …"
          aria-label="Filter requests"
          value=${filter}
          onInput=${(event) => setFilter(event.currentTarget.value)}
        />
        <button aria-pressed=${paused} onClick=${() => setHeld(paused ? null : snapshot())}>${paused
          ? "Go on"
          : "Pause"}</button>
        <button aria-pressed=${follow} onClick=${() => setFollow(!follow)}>Follow</button>
        ${chosen.length > 0 &&
          html`<a href=${`#request/${chosen.join("/")}`}>${
            chosen.length === 2 ? "Compare the two" : "Open it"
          }</a>`}
        <span class="soft">${shown.length} of ${lines.length}${skipped > 0
          ? `, ${skipped} came too fast to list`
          : ""}</span>
      </div>
      <div class="row head" aria-hidden="true">
        <span>time</span><span class="mid">method</span><span>path</span><span>status</span><span>backend</span>
        <span class="number mid">attempts</span><span class="number">latency</span><span class="number wide">tokens</span><span class="wide">compare</span>
      </div>
      ${shown.length === 0
        ? html`<${Empty}>${
          lines.length === 0
            ? "No request yet. Send one to the gateway, or from the Policy page."
            : "No request matches the filter."
        }<//>`
        : html`
          <${VirtualRows} items=${shown} rowHeight=${ROW} follow=${follow && !paused}
            label="Requests, the newest first" row=${(line) =>
              html`
                <div class="row" role="listitem" key=${line.id}>
                  <span class="mono soft"><${Clock} at=${line.at} /></span>
                  <span class="mid">${line.method}</span>
                  <span title=${line.path}>${line.traced
                    ? html`<a href=${`#request/${line.id}`} aria-label=${`Request ${line.id} ${line.path}, its trace`}>${line.path}</a>`
                    : line.path}</span>
                  <span><${Status} status=${line.status} /></span>
                  <span>${line.backend ?? html`<span class="soft">none</span>`}</span>
                  <span class=${`number mid ${line.attempts > 1 ? "warn" : ""}`}>${line.attempts ??
                    ""}</span>
                  <span class="number">${duration(line.latencyMs)}</span>
                  <span class="number wide">${line.tokens ?? ""}</span>
                  <span class="wide">${line.traced &&
                    html`<input type="checkbox" aria-label=${`Compare request ${line.id}`} checked=${
                      chosen.includes(line.id)
                    } onChange=${() => choose(line.id)} />`}</span>
                </div>
              `} />
        `}
    </section>
  `;
}

/** To the second where there is no room for more. */
function Clock({ at }) {
  const [seconds, milliseconds] = clockTime(at).split(".");
  return html`${seconds}<span class="mid">.${milliseconds}</span>`;
}

function matching(lines, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return lines;
  return lines.filter((line) => {
    const text = `${line.method} ${line.path} ${line.status} ${line.backend ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** As it is now, whatever comes later. */
function snapshot() {
  const { lines, served, skipped } = store;
  return {
    lines: [...lines],
    served: new Map([...served].map(([second, counts]) => [second, { ...counts }])),
    skipped,
  };
}
