/**
 * Moments marked above a time axis, their labels in as many lines as it takes for none to cover another.
 * @module
 */

/** A moment of a run. */
export interface ChartEvent {
  /** Milliseconds since the run's start. */
  readonly atMs: number;
  readonly label: string;
}

/** A moment and where its label goes. */
export interface PlacedEvent extends ChartEvent {
  /** 0 is the line nearest to the axis. */
  readonly row: number;
  readonly textAnchor: "start" | "end";
  readonly dx: number;
  readonly dy: number;
}

const LINE_HEIGHT = 14;
const LETTER_WIDTH = 6.2;
const GAP = 8;
const SIDE = 4;

/** In order of time, each label in the lowest line that is free there; to the left of its moment at the right edge. */
export function placeEvents(
  events: readonly ChartEvent[],
  { spanMs, width }: { readonly spanMs: number; readonly width: number },
): PlacedEvent[] {
  const lines: { left: number; right: number }[][] = [];
  return events.toSorted((a, b) => a.atMs - b.atMs).map((event) => {
    const x = event.atMs / spanMs * width;
    const length = SIDE + LETTER_WIDTH * [...event.label].length;
    const toTheLeft = x + length > width && x - length > 0;
    const box = { left: (toTheLeft ? x - length : x) - GAP, right: toTheLeft ? x : x + length };
    const free = lines.findIndex((line) =>
      line.every(({ left, right }) => box.left > right || box.right < left)
    );
    const row = free < 0 ? lines.push([]) - 1 : free;
    lines[row].push(box);
    return {
      ...event,
      row,
      textAnchor: toTheLeft ? "end" : "start",
      dx: toTheLeft ? -SIDE : SIDE,
      dy: -12 - LINE_HEIGHT * row,
    };
  });
}

/** What `marginTop` must leave for the labels. */
export function eventLabelsHeight(events: readonly PlacedEvent[]): number {
  return events.length === 0
    ? 0
    : 4 + LINE_HEIGHT * (1 + Math.max(...events.map(({ row }) => row)));
}
