/**
 * What cells print of their own accord: an SDK's error or a client shows its whole request, credentials and all.
 * @module
 */
import { redact } from "../../core/redaction.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;

type Printer = Pick<Console, typeof METHODS[number]>;

const guarded = new WeakSet<Printer>();

/** As deep as anybody prints. */
const DEPTH = 12;

/** From now on what it prints holds no secret that is known; what holds none is printed as ever. */
export function guardConsole(printer: Printer): void {
  if (guarded.has(printer)) return;
  guarded.add(printer);
  for (const method of METHODS) {
    const print = printer[method].bind(printer);
    printer[method] = (...values) => {
      const text = values.map(textOf).join(" ");
      const safe = redact(text);
      return safe === text ? print(...values) : print(safe);
    };
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : Deno.inspect(value, { depth: DEPTH });
}
