/**
 * A picture as a cell's HTML: as wide as the page allows, with its text to unfold, and shown in a notebook that nobody
 * has trusted yet.
 *
 * JupyterLab shows neither `image/svg+xml` nor an `<svg>` in HTML before a notebook is trusted; an image with a data
 * URL it does (4.6), and so it gets one. The `<style>` it takes away until then: nothing may depend on it.
 * @module
 */
import { escapeHtml } from "../core/html.ts";

/**
 * In pages that are known to be dark, the picture's grey ink, made to be read on both, is lit up: the image is told, and
 * its own style sheet listens.
 */
const DARK =
  "<style>body[data-jp-theme-light=false] .picture img,body.vscode-dark .picture img{color-scheme:dark}</style>";
const LISTENS = "<style>@media (prefers-color-scheme:dark){svg{--chart-ink:#b0b0b0}}</style>";

/** @param text what the picture shows, in words and figures */
export function pictureHtml(svg: string, text: string): string {
  const listening = svg.replace(/<svg[^>]*>/, (tag) => tag + LISTENS);
  const source = `data:image/svg+xml;charset=utf-8,${
    listening.replace(/[%#<>"]/g, encodeURIComponent)
  }`;
  const alt = /aria-label="([^"]*)"/.exec(svg)?.[1] ?? "";
  return `<div class="picture"><img src="${source}" alt="${alt}" style="max-width:100%;height:auto">` +
    `<details><summary style="font-size:12px;opacity:.7">the same in figures</summary>` +
    `<pre style="font-size:12px;line-height:1.35">${escapeHtml(text)}</pre></details></div>${DARK}`;
}
