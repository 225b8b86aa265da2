/**
 * How long a caller is told to wait.
 * @module
 */

/** Whole seconds, rounded up and at least 1. */
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
