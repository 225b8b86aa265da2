/**
 * Where the labels of a scatter of dots go, so that none covers another label or a dot.
 * @module
 */

/** A dot in pixels, with the text that belongs to it. */
export interface LabelledDot {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** From the dot to its label. */
export interface LabelPlace {
  readonly dx: number;
  readonly dy: number;
  readonly textAnchor: "start" | "end";
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LETTER_WIDTH = 6.6;
const LINE_HEIGHT = 14;
const DOT = 8;
const SIDE = 11;
/** How many lines a label may stand above or below its dot. */
const FARTHEST_LINE = 7;

/**
 * A place for each dot's label, in the dots' order: as near as it can be, to the right before the left.
 * @param frame what no label may leave
 */
export function labelPlaces(dots: readonly LabelledDot[], frame: Box): LabelPlace[] {
  const taken: Box[] = dots.map(({ x, y }) => ({
    left: x - DOT,
    right: x + DOT,
    top: y - DOT,
    bottom: y + DOT,
  }));
  return dots.map((dot) => {
    const places = candidates();
    const free = places.find((place) => {
      const box = boxOf(dot, place);
      return inside(box, frame) && !taken.some((other) => overlap(box, other));
    });
    const place = free ?? places[0];
    taken.push(boxOf(dot, place));
    return place;
  });
}

/** Beside the dot, then a line up, a line down, two lines up and so on. */
function candidates(): LabelPlace[] {
  const lines = [0];
  for (let line = 1; line <= FARTHEST_LINE; line++) lines.push(-line, line);
  return lines.flatMap((line) => [
    { dx: SIDE, dy: line * LINE_HEIGHT, textAnchor: "start" as const },
    { dx: -SIDE, dy: line * LINE_HEIGHT, textAnchor: "end" as const },
  ]);
}

function boxOf({ x, y, text }: LabelledDot, { dx, dy, textAnchor }: LabelPlace): Box {
  const width = LETTER_WIDTH * [...text].length;
  const left = textAnchor === "start" ? x + dx : x + dx - width;
  return {
    left,
    right: left + width,
    top: y + dy - LINE_HEIGHT / 2,
    bottom: y + dy + LINE_HEIGHT / 2,
  };
}

function inside(box: Box, frame: Box): boolean {
  return box.left >= frame.left && box.right <= frame.right &&
    box.top >= frame.top && box.bottom <= frame.bottom;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
