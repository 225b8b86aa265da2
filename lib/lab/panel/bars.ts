/**
 * Bars as HTML boxes: the page's theme shines through, and nothing in them needs a notebook to be trusted.
 * @module
 */

/** One piece of a stack. */
export interface Bar {
  readonly value: number;
  readonly color: string;
}

const BEHIND = "rgba(127,127,127,.18)";

/** A horizontal bar. @param options.part 0 to 1. @param options.width pixels of the whole */
export function bar(
  { part, color, width }: { readonly part: number; readonly color: string; readonly width: number },
): string {
  const filled = (100 * Math.min(1, Math.max(0, part))).toFixed(1);
  return `<div style="width:${width}px;height:10px;background-color:${BEHIND}">` +
    `<div style="width:${filled}%;height:10px;background-color:${color}"></div></div>`;
}

/** Stacks of bars side by side, each from the bottom. @param options.top the value that is as high as the strip */
export function strip(
  stacks: readonly (readonly Bar[])[],
  { height, width, top }: {
    readonly height: number;
    readonly width?: number;
    readonly top: number;
  },
): string {
  const columns: { html: string; count: number }[] = [];
  for (const stack of stacks) {
    const html = stack.filter(({ value }) => value > 0).map(({ value, color }) =>
      `<div style="height:${+(value / top * height).toFixed(1)}px;background-color:${color}"></div>`
    ).reverse().join("");
    const before = columns.at(-1);
    if (before?.html === html) before.count++; // neighbours that are alike become one, which is wider
    else columns.push({ html, count: 1 });
  }
  return `<div style="display:flex;align-items:flex-end;height:${height}px;${
    width === undefined ? "" : `width:${width}px;`
  }background-color:${BEHIND}">${
    columns.map(({ html, count }) => `<div style="flex:${count}">${html}</div>`).join("")
  }</div>`;
}
