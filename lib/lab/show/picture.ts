/**
 * A picture as a cell's HTML: as wide as the page allows, with its text to unfold, and shown in a notebook that nobody
 * has trusted yet.
 *
 * JupyterLab shows neither `image/svg+xml` nor an `<svg>` in HTML before a notebook is trusted; an image with a data
 * URL it does (4.6), and so it gets one. The `<style>` it takes away until then: nothing may depend on it.
 * @module
 */
import { escapeHtml } from "../../core/html.ts";

/**
 * Where the page is known to be light or dark, the image is told, and its own style sheet listens: the grey ink that is
 * made to be read on both is lit up on a dark page.
 */
const THEMES = "<style>body[data-jp-theme-light=true] .picture img{color-scheme:light}" +
  "body[data-jp-theme-light=false] .picture img,body.vscode-dark .picture img{color-scheme:dark}</style>";
const LISTENS = "<style>@media (prefers-color-scheme:dark){svg{--chart-ink:#a0a0a0}}</style>";

/** @param text what the picture shows, in words and figures */
export function pictureHtml(svg: string, text: string): string {
  const listening = svg.replace(/<svg[^>]*>/, (tag) => tag + LISTENS);
  const source = `data:image/svg+xml;charset=utf-8,${
    listening.replace(/[%#<>"]/g, encodeURIComponent)
  }`;
  const alt = /aria-label="([^"]*)"/.exec(svg)?.[1] ?? "";
  return `<div class="picture"><img src="${source}" alt="${alt}" style="max-width:100%;height:auto">` +
    `<details><summary style="font-size:12px;opacity:.7">the same in figures</summary>` +
    `<pre style="font-size:12px;line-height:1.35">${
      escapeHtml(text)
    }</pre></details></div>${THEMES}`;
}
