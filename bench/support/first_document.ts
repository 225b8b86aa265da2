/**
 * A process of its own for bench/policy.ts: imports the gateway, compiles a document, and compiles it again.
 * Writes milliseconds of processor time, all threads together, as JSON.
 * @module
 */
import process from "node:process";
import { longDocument } from "./long_document.ts";

export interface FirstDocument {
  readonly importMs: number;
  readonly firstMs: number;
  /** The cheapest of some that come after it. */
  readonly laterMs: number;
}

async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

if (import.meta.main) {
  const importMs = await cpuMs(() => import("../../lib/gateway/mod.ts"));
  const { compileValid } = await import("../../tests/gateway/policy/harness.ts");
  const text = longDocument();
  const firstMs = await cpuMs(() => compileValid(text));
  const later: number[] = [];
  for (let i = 0; i < 10; i++) later.push(await cpuMs(() => compileValid(text)));
  const measured: FirstDocument = { importMs, firstMs, laterMs: Math.min(...later) };
  console.log(JSON.stringify(measured));
}
