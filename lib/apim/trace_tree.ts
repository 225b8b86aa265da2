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
    lines.push(section);
    for (const entry of entries) if (isRecord(entry)) lines.push(entryLine(entry));
  }
  return lines.length === 0 ? "(an empty trace)" : lines.join("\n");
}

function entryLine({ source, elapsed, data, depth, scope }: Record<string, unknown>): string {
  const time = `${elapsedMs(elapsed).toFixed(1)} ms`.padStart(12);
  const branch = "│ ".repeat(typeof depth === "number" ? depth : 0);
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
  return JSON.stringify(value, (name, inner) => HIDDEN.test(name) ? "***" : inner) ?? "";
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
