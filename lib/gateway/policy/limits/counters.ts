/**
 * Where limits keep their state: the gateway instance's counters, by policy and key.
 * @module
 */
import type { Run } from "../run.ts";

/** The state of that name, made when it is first asked for. */
export function counter<T>({ counters }: Run, name: string, make: () => T): T {
  let state = counters.get(name) as T | undefined;
  if (state === undefined) counters.set(name, state = make());
  return state;
}

/** Whole seconds, rounded up and at least 1: what a caller is told to wait. */
export function waitSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** `hh:mm:ss`, with days in front where there are any, as .NET writes a TimeSpan. */
export function timeSpanText(ms: number): string {
  const seconds = waitSeconds(ms);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const time = `${two(seconds / 3600 % 24)}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}.${time}` : time;
}
