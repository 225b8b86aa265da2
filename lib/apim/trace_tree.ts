/**
 * A request's trace as a tree to read: section by section, each policy where it stood, with its time.
 * @module
 */

const SECTIONS = ["inbound", "backend", "outbound", "on-error"];

/** Longest text of one value; what is longer ends in an ellipsis. */
const LONGEST = 100;

/** Headers whose values are nobody's to see. */
const HIDDEN = /^(api-key|authorization|ocp-apim-subscription-key|apim-debug-authorization)$/i;

/** One entry, ready to be read. */
export interface TraceLine {
  /** Since the request's arrival. */
  readonly elapsedMs: number;
  /** How many policies it stands inside of; Azure's traces have no nesting: 0. */
  readonly depth: number;
  /** The policy, or the gateway's part that speaks: `set-header`, `request-forwarder`. */
  readonly source: string;
  /** `api`, `operation`, ...; "" where the trace does not say. */
  readonly scope: string;
  /** What it did; no key in it. */
  readonly said: string;
  /** The backend that it is about, and the status that came from there; null where it says none. */
  readonly backend: string | null;
  readonly status: number | null;
  /** Whether an open circuit breaker answered in the backend's place. */
  readonly tripped: boolean;
}

/** What one section of the pipeline did. */
export interface TraceSection {
  /** `inbound`, `backend`, `outbound`, `on-error`. */
  readonly name: string;
  readonly lines: readonly TraceLine[];
}

/** The trace, as `readTrace` gives it, section by section in the order of the pipeline; empty ones are left out. */
export function traceSections(trace: Readonly<Record<string, unknown>>): TraceSection[] {
  const sections = isRecord(trace.traceEntries) ? trace.traceEntries : {};
  const order = [...SECTIONS, ...Object.keys(sections).filter((name) => !SECTIONS.includes(name))];
  return order.flatMap((name) => {
    const entries = sections[name];
    if (!Array.isArray(entries) || entries.length === 0) return [];
    return [{ name, lines: mergeStarts(entries.filter(isRecord)).map(traceLine) }];
  });
}

/** The trace in characters: milliseconds since the request's arrival, the policy, what it did. */
export function traceTree(trace: Readonly<Record<string, unknown>>): string {
  const lines = traceSections(trace).flatMap(({ name, lines }) => [name, ...lines.map(lineText)]);
  return lines.length === 0 ? "(an empty trace)" : lines.join("\n");
}

/**
 * The embedded gateway notes a policy's start by its path, and what came of it one level deeper: one line says both.
 */
function mergeStarts(entries: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const merged: Record<string, unknown>[] = [];
  entries.forEach((entry, i) => {
    const starts = isPath(entry.data);
    if (
      starts && entries[i + 1]?.source === entry.source && depthOf(entries[i + 1]) > depthOf(entry)
    ) {
      return;
    }
    const before = entries[i - 1];
    const follows = before !== undefined && isPath(before.data) && before.source === entry.source &&
      depthOf(entry) > depthOf(before);
    merged.push({
      ...entry,
      depth: depthOf(entry) - (follows ? 1 : 0),
      data: starts ? undefined : entry.data,
    });
  });
  return merged;
}

/** `choose[1]/when[2]/set-header[1]` */
function isPath(data: unknown): boolean {
  return typeof data === "string" && /^[\w-]+\[\d+\](\/[\w-]+\[\d+\])*$/.test(data);
}

function depthOf({ depth }: Record<string, unknown>): number {
  return typeof depth === "number" ? depth : 0;
}

function traceLine(entry: Record<string, unknown>): TraceLine {
  const { source, elapsed, data, scope } = entry;
  const { backend, response } = isRecord(data) ? data : {};
  const status = isRecord(response) && isRecord(response.status) ? response.status.code : null;
  return {
    elapsedMs: elapsedMs(elapsed),
    depth: depthOf(entry),
    source: String(source),
    scope: typeof scope === "string" ? scope : "",
    said: describe(data),
    backend: typeof backend === "string" ? backend : null,
    status: typeof status === "number" ? status : null,
    tripped: source === "circuit-breaker" && typeof backend === "string",
  };
}

function lineText({ elapsedMs, depth, source, scope, said }: TraceLine): string {
  const time = `${elapsedMs.toFixed(1)} ms`.padStart(12);
  const place = scope === "" ? "" : ` (${scope})`;
  return `${time}  ${"│ ".repeat(depth)}${source}${place}${said === "" ? "" : `: ${said}`}`;
}

/** Milliseconds of `hh:mm:ss.fffffff`. */
function elapsedMs(text: unknown): number {
  const match = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(String(text));
  if (!match) return 0;
  const [, hours, minutes, seconds] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** A message first, then the other values as `name = value`. */
function describe(data: unknown): string {
  if (!isRecord(data)) return data === undefined || data === null ? "" : shorten(String(data));
  const { message, ...rest } = data;
  const values = Object.entries(rest).map(([name, value]) =>
    `${name} = ${HIDDEN.test(name) ? "***" : shorten(showValue(value))}`
  );
  const head = typeof message === "string" ? [shorten(message)] : [];
  return [...head, ...values].join("; ");
}

function showValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(Math.round(value * 10) / 10);
  if (Array.isArray(value)) {
    const states = value.map(showState);
    if (states.length > 0 && states.every((state) => state !== null)) return states.join(", ");
  }
  if (isRecord(value)) {
    const { status, method, url } = value;
    if (isRecord(status) && typeof status.code === "number") return String(status.code);
    if (typeof method === "string" && typeof url === "string") return `${method} ${url}`;
    const state = showState(value);
    if (state !== null) return state;
  }
  return JSON.stringify(value, (name, inner) => HIDDEN.test(name) ? "***" : inner) ?? "";
}

/** A breaker: `backend-a open`. */
function showState(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const { backendId, state } = value;
  return typeof backendId === "string" && typeof state === "string"
    ? `${backendId} ${state}`
    : null;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
