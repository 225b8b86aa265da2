// What the gateway told, in bounded memory, and those who want to know when it changes.

const MOST_LINES = 5_000;
/** What a new feed may repeat of the one before. */
const MOST_TOLD_AGAIN = 100;
/** Seconds of the chart. */
export const SECONDS = 90;

export const store = {
  about: null,
  connected: false,
  state: { now: 0, revision: 0, breakers: [], regions: [], faults: [] },
  lines: [],
  /** second → name → count, for the last {@link SECONDS}. */
  served: new Map(),
  skipped: 0,
  /** Requests in the last whole second. */
  rate: 0,
};

const listeners = new Set();
let planned = false;

/** Calls `listener` after changes, at most once a frame; returns how to stop that. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    for (const listener of listeners) listener();
  });
}

/** Asks the console; throws an Error with what it says. */
export async function ask(path, body) {
  const response = await fetch(
    `api/${path}`,
    body === undefined ? {} : {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    },
  );
  const value = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(value.error?.message ?? `The console answered ${response.status}.`);
  }
  return value;
}

export function arm(path) {
  return ask(`arm?path=${encodeURIComponent(path)}`);
}

/** A gateway that was started anew counts from 1 again. */
function nameOf({ id, at }) {
  return `${id} at ${at}`;
}

export function connect() {
  const source = new EventSource("api/events");
  let known = new Set();
  source.addEventListener("open", () => {
    // a feed that was broken off begins with the last requests: these have been told
    known = new Set(store.lines.slice(-MOST_TOLD_AGAIN).map(nameOf));
    store.connected = true;
    changed();
  });
  source.addEventListener("error", () => {
    store.connected = false;
    changed();
  });
  source.addEventListener("requests", (event) => {
    const { lines: told, skipped } = JSON.parse(event.data);
    const lines = known.size === 0 ? told : told.filter((line) => !known.has(nameOf(line)));
    known = new Set();
    store.lines.push(...lines);
    store.skipped += skipped;
    if (store.lines.length > 2 * MOST_LINES) store.lines.splice(0, store.lines.length - MOST_LINES);
    // what came faster than it can be shown still counts: spread as the shown ones are
    const weight = lines.length === 0 ? 0 : 1 + skipped / lines.length;
    for (const line of lines) {
      const second = Math.floor(line.at / 1000);
      const name = line.status >= 400 ? `${line.status}` : line.backend ?? "served";
      const counts = store.served.get(second) ?? {};
      counts[name] = (counts[name] ?? 0) + weight;
      store.served.set(second, counts);
      if (store.served.size > SECONDS + 10) store.served.delete(Math.min(...store.served.keys()));
    }
    changed();
  });
  source.addEventListener("state", (event) => {
    store.state = JSON.parse(event.data);
    changed();
  });
}

/** Colours by name, the same for as long as the page is open. */
const PALETTE = ["#2a7ab9", "#2e9e5b", "#b8860b", "#8b5fbf", "#c2577e", "#3aa6a6", "#7a7a2e"];
const colors = new Map();
export function colorOf(name) {
  if (/^[45]\d\d$/.test(name) || name === "0") return "#d1453b";
  if (!colors.has(name)) colors.set(name, PALETTE[colors.size % PALETTE.length]);
  return colors.get(name);
}
