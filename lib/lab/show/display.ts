/**
 * What a cell shows. One awaited display a thing: output printed from loops or after a cell has ended is
 * lost in the Deno kernel. Outside Jupyter the text form goes to stdout.
 * @module
 */
import { SystemClock } from "../../core/clock.ts";
import { redact } from "../../core/redaction.ts";
import { UserError } from "../../core/user_error.ts";
import { pictureHtml } from "./picture.ts";

/** Something to show: a picture or a table, always with its text beside it. */
export interface Showable {
  /** HTML with inline attributes only: GitHub, and JupyterLab until it trusts a notebook, strip styles and scripts. */
  readonly html?: string;
  /** A whole `<svg>` element; where there is no HTML beside it, {@link pictureHtml} makes it. */
  readonly svg?: string;
  readonly markdown?: string;
  /** The same in characters. */
  readonly text: string;
}

/** Jupyter's way to show one thing in all its forms, by MIME type. */
export type Display = (
  bundle: Readonly<Record<string, string>>,
  options: { readonly raw: true; readonly display_id?: string; readonly update?: boolean },
) => Promise<unknown>;

let display: Display | null | undefined;

/** Sends what is shown elsewhere; null prints it, undefined goes back to the kernel where there is one. */
export function showOn(other: Display | null | undefined): void {
  display = other;
}

/** Shows each item in order. A plain string is Markdown. */
export async function show(...items: readonly (Showable | string)[]): Promise<void> {
  for (const item of items) {
    if (typeof item !== "string" && typeof item?.text !== "string") {
      throw new UserError(
        "show takes Markdown, or what a chart, a table or a listing gives: " +
          (item instanceof Promise ? "await it first." : `it is ${typeof item}.`),
      );
    }
    await emit(typeof item === "string" ? { markdown: item, text: item } : item);
  }
}

/** A place in the cell's output that can be shown again with new content. */
export class Panel {
  #shown = false;

  /** @param id unique within the notebook. */
  constructor(readonly id: string) {}

  async update(item: Showable): Promise<void> {
    await emit(item, { display_id: this.id, update: this.#shown });
    this.#shown = true;
  }
}

/** The item in all its forms, by MIME type, with no key in any of them. */
function mimeBundle(item: Showable): Record<string, string> {
  const bundle: Record<string, string> = { "text/plain": redact(item.text) };
  if (item.markdown !== undefined) bundle["text/markdown"] = redact(item.markdown);
  if (item.html !== undefined) bundle["text/html"] = redact(item.html);
  if (item.svg !== undefined) {
    const svg = redact(item.svg);
    bundle["image/svg+xml"] = svg;
    bundle["text/html"] ??= pictureHtml(svg, bundle["text/plain"]);
  }
  return bundle;
}

/** What Deno's kernel looks for in a cell's last expression. */
const LAST_EXPRESSION = Symbol.for("Jupyter.display");

/** `value` itself, which shows as `show` says when it is a cell's last expression. */
export function displayedAs<T extends object>(value: T, show: () => Showable): T {
  return Object.defineProperty(value, LAST_EXPRESSION, {
    value: () => mimeBundle(show()),
    configurable: true,
  });
}

async function emit(
  item: Showable,
  options: { display_id?: string; update?: boolean } = {},
): Promise<void> {
  const bundle = mimeBundle(item);
  const target = display === undefined ? kernelDisplay() : display;
  if (target) await target(bundle, { raw: true, ...options });
  else if (!options.update) console.log(bundle["text/plain"]);
}

/**
 * Real milliseconds that a display waits for the kernel. Its promise resolves when the output is queued for the
 * kernel's other thread (Deno 2.9), which may send it after the cell's end: then it stands under the next cell, or is
 * lost. Nothing tells when it was sent; it takes a few milliseconds.
 */
const SENT_AFTER_MS = 25;

/** Whether what was shown can be shown again in its place: not on a terminal. */
export function canUpdate(): boolean {
  return (display === undefined ? kernelDisplay() : display) !== null;
}

/** Whether this is a notebook's kernel. */
export function inKernel(): boolean {
  return kernelDisplay() !== null;
}

/** The kernel's display; null outside of one, where `Deno.jupyter` throws. */
function kernelDisplay(): Display | null {
  try {
    const { display } = Deno.jupyter;
    return async (bundle, options) => {
      await display(bundle, options);
      await new SystemClock().sleep(SENT_AFTER_MS);
    };
  } catch {
    return null;
  }
}
