/**
 * A request's trace as a tree to read: section by section, each policy where it stood, with its time.
 * @module
 */

const SECTIONS = ["inbound", "backend", "outbound", "on-error"];

/** Longest text of one value; what is longer ends in an ellipsis. */
const LONGEST = 100;

/** Headers whose values are nobody's to see. */
const HIDDEN = /^(api-key|authorization|ocp-apim-subscription-key|apim-debug-authorization)$/i;

/**
 * The trace, as `readTrace` gives it, one line an entry: milliseconds since the request's arrival, the policy, what
 * it did. Azure's traces have no nesting and come out flat.
 */
export function traceTree(trace: Readonly<Record<string, unknown>>): string {
  const sections = isRecord(trace.traceEntries) ? trace.traceEntries : {};
  const order = [...SECTIONS, ...Object.keys(sections).filter((name) => !SECTIONS.includes(name))];
  const lines: string[] = [];
  for (const section of order) {
    const entries = sections[section];
    if (!Array.isArray(entries) || entries.length === 0) continue;
    lines.push(section, ...mergeStarts(entries.filter(isRecord)).map(entryLine));
  }
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

function entryLine(entry: Record<string, unknown>): string {
  const { source, elapsed, data, scope } = entry;
  const time = `${elapsedMs(elapsed).toFixed(1)} ms`.padStart(12);
  const branch = "│ ".repeat(depthOf(entry));
  const place = typeof scope === "string" && scope !== "" ? ` (${scope})` : "";
  const said = describe(data);
  return `${time}  ${branch}${source}${place}${said === "" ? "" : `: ${said}`}`;
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
