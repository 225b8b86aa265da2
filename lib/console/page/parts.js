// Pieces that several views are made of.
import { html, useEffect, useRef, useState } from "htm/preact/standalone";
import { store, subscribe } from "./store.js";

/** Draws again when the gateway told something; `paused` keeps what is there. */
export function useStore(paused = false) {
  const [, draw] = useState(0);
  useEffect(() => paused ? undefined : subscribe(() => draw((n) => n + 1)), [paused]);
  return store;
}

/** A promise's value: `{value, error, again}`. */
export function useAsked(asking, dependencies) {
  const [answer, setAnswer] = useState({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setAnswer((before) => ({ value: before.value }));
    asking().then(
      (value) => current && setAnswer({ value }),
      (error) => current && setAnswer({ error: error.message }),
    );
    return () => void (current = false);
  }, [...dependencies, round]);
  return { ...answer, again: () => setRound(round + 1) };
}

export function Problem({ text }) {
  return text ? html`<div class="error" role="alert">${text}</div>` : null;
}

export function Empty({ children }) {
  return html`<div class="empty">${children}</div>`;
}

export function Status({ status }) {
  const kind = status >= 500 || status === 0 ? "bad" : status >= 400 ? "warn" : "good";
  return html`<span class=${kind}>${status === 0 ? "none" : status}</span>`;
}

/** Milliseconds as people read them. */
export function duration(ms) {
  if (ms === null || ms === undefined) return "";
  return ms >= 10_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

export function clockTime(at) {
  return new Date(at).toISOString().slice(11, 23);
}

/** A long list of rows of one height: only those in sight are drawn. */
export function VirtualRows({ items, rowHeight, row, follow, label }) {
  const box = useRef(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(460);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setHeight(entry.contentRect.height));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = 0;
  }, [follow, items]);
  const first = Math.max(0, Math.floor(top / rowHeight) - 5);
  const last = Math.min(items.length, Math.ceil((top + height) / rowHeight) + 5);
  return html`
    <div
      class="rows"
      ref=${box}
      role="list"
      aria-label=${label}
      onScroll=${(event) => setTop(event.currentTarget.scrollTop)}
    >
        <div style=${`height:${first * rowHeight}px`}></div>
        ${items.slice(first, last).map(row)}
        <div style=${`height:${(items.length - last) * rowHeight}px`}></div>
      </div>
  `;
}

/** JSON with a button that copies it. */
export function Json({ value }) {
  const text = JSON.stringify(value, null, 2);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text).catch(() => {});
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return html`
    <div>
      <div class="bar"><button onClick=${copy}>${copied ? "Copied" : "Copy JSON"}</button></div>
      <div class="scroll">
        <pre>${text}</pre>
      </div>
    </div>
  `;
}

/** A table of plain values; numbers stand to the right. */
export function Table({ rows, columns }) {
  if (rows.length === 0) return html`<${Empty}>Nothing to show.<//>`;
  const names = columns ?? Object.keys(rows[0]);
  const numeric = (name) =>
    rows.every((row) => row[name] === null || typeof row[name] === "number");
  const shown = (value) =>
    value === null || value === undefined
      ? "–"
      : typeof value === "number" && !Number.isInteger(value)
      ? value.toFixed(Math.abs(value) < 10 ? 2 : 1)
      : String(value);
  return html`
    <div class="scroll">
      <table>
        <thead>
          <tr>${names.map((name) =>
            html`<th class=${numeric(name) ? "number" : ""}>${name}</th>`
          )}</tr>
        </thead>
        <tbody>${rows.map((row) =>
          html`<tr>${
            names.map((name) =>
              html`<td class=${numeric(name) ? "number" : ""}>${shown(row[name])}</td>`
            )
          }</tr>`
        )}</tbody>
      </table>
    </div>
  `;
}

/** Bars stacked by name. @param bins one object of name → count each */
export function StackedBars({ bins, colorOf, label, from, to, unit }) {
  const box = useRef(null);
  const [width, setWidth] = useState(900);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.max(260, Math.round(entry.contentRect.width)))
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const height = 170, left = 44, bottom = 20, top = 8;
  const names = [...new Set(bins.flatMap((bin) => Object.keys(bin)))].sort();
  const most = Math.max(1, ...bins.map((bin) => Object.values(bin).reduce((a, b) => a + b, 0)));
  const step = (width - left) / Math.max(1, bins.length);
  const scale = (height - bottom - top) / most;
  const marks = bins.flatMap((bin, i) => {
    let y = height - bottom;
    return names.filter((name) => bin[name]).map((name) => {
      const h = bin[name] * scale;
      y -= h;
      return html`<rect x=${left + i * step + 0.5} y=${y} width=${
        Math.max(1, step - 1)
      } height=${h} fill=${colorOf(name)} />`;
    });
  });
  return html`
    <figure style="margin:0" ref=${box}>
      <svg class="chart" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`${label}: ${
        names.map((name) =>
          `${name} ${Math.round(bins.reduce((sum, bin) => sum + (bin[name] ?? 0), 0))}`
        ).join(", ")
      }`}>
          ${[0, 0.5, 1].map((part) => {
            const y = height - bottom - part * most * scale;
            return html`
              <line class="axis" x1=${left} x2=${width} y1=${y} y2=${y} />
              <text x=${left - 6} y=${y + 4} text-anchor="end">${Math.round(part * most * 10) /
                10}</text>
            `;
          })}
          ${marks}
          <text x=${left} y=${height - 4}>${from}</text>
          <text x=${width} y=${height - 4} text-anchor="end">${to}</text>
          <text x=${(left + width) / 2} y=${height - 4} text-anchor="middle">${unit}</text>
        </svg>
      <figcaption class="legend">${names.map((name) =>
        html`<span><span class="swatch" style=${`background:${colorOf(name)}`}></span>${name} ${
          Math.round(bins.reduce((sum, bin) => sum + (bin[name] ?? 0), 0))
        }</span>`
      )}</figcaption>
    </figure>
  `;
}
