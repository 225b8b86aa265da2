/**
 * The console's page and what it is made of, all from this machine: its own files, and libraries as npm installed them.
 * @module
 */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";

const OWN: ReadonlyMap<string, string> = new Map([
  ["", "index.html"],
  ...[
    "app.js",
    "live.js",
    "request.js",
    "routing.js",
    "configuration.js",
    "editor.js",
    "codemirror.js",
    "reports.js",
    "parts.js",
    "store.js",
    "style.css",
  ].map((name): [string, string] => [name, name]),
]);

/** A file of a package; one that only another package depends on is found from there. */
interface Library {
  readonly file: string;
  readonly of?: string;
}

/** Bare names that the page's modules import. */
const LIBRARIES: ReadonlyMap<string, Library> = new Map(Object.entries<Library>({
  "htm/preact/standalone": { file: "htm/preact/standalone.module.js" },
  ...Object.fromEntries(
    ["autocomplete", "commands", "lang-xml", "language", "lint", "state", "view"].map((name) => [
      `@codemirror/${name}`,
      { file: `@codemirror/${name}/dist/index.js` },
    ]),
  ),
  "@codemirror/streamparser": {
    file: "@codemirror/streamparser/dist/index.js",
    of: "@codemirror/language",
  },
  "@lezer/highlight": { file: "@lezer/highlight/dist/index.js" },
  "@lezer/common": { file: "@lezer/common/dist/index.js", of: "@codemirror/language" },
  "@lezer/xml": { file: "@lezer/xml/dist/index.js", of: "@codemirror/lang-xml" },
  "@lezer/lr": { file: "@lezer/lr/dist/index.js", of: "@codemirror/lang-xml" },
  "@marijn/find-cluster-break": {
    file: "@marijn/find-cluster-break/src/index.js",
    of: "@codemirror/state",
  },
  "crelt": { file: "crelt/index.js", of: "@codemirror/view" },
  "style-mod": { file: "style-mod/src/style-mod.js", of: "@codemirror/view" },
  "w3c-keyname": { file: "w3c-keyname/index.js", of: "@codemirror/view" },
}));

const TYPES: ReadonlyMap<string, string> = new Map([
  ["html", "text/html; charset=utf-8"],
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
]);

const IMPORTS = JSON.stringify({
  imports: Object.fromEntries(LIBRARIES.keys().map((name) => [name, `./library/${name}.js`])),
});

/** Nothing from elsewhere, and no script but those of this console. */
const POLICY = [
  "default-src 'self'",
  `script-src 'self' 'sha256-${createHash("sha256").update(IMPORTS).digest("base64")}'`,
  "style-src 'self' 'unsafe-inline'", // CodeMirror and charts style themselves
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const require = createRequire(import.meta.url);
const read = new Map<string, Promise<string>>();

/** A file of the page by its path below the console; null when there is none. */
export async function page(path: string): Promise<Response | null> {
  const own = OWN.get(path);
  const library = path.startsWith("library/")
    ? LIBRARIES.get(path.slice("library/".length, -".js".length))
    : undefined;
  if (own === undefined && library === undefined) return null;
  const file = own === undefined ? fileOf(library!) : new URL(`./page/${own}`, import.meta.url);
  const text = await once(String(file), () => readFile(file, "utf8"));
  const type = TYPES.get((own ?? "x.js").split(".").at(-1)!)!;
  return new Response(own === "index.html" ? withImports(text) : text, {
    headers: {
      "content-type": type,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": own === undefined ? "max-age=3600" : "no-cache",
    },
  });
}

function withImports(html: string): string {
  return html.replace(/(?<=<script type="importmap">)[^<]*/, () => IMPORTS);
}

/** Where a library's file stands, though its package may export it under another name only. */
function fileOf({ file, of }: Library): string {
  const from = of === undefined ? require : createRequire(realpathSync(require.resolve(of)));
  const [name] = /^(@[^/]+\/)?[^/]+/.exec(file)!;
  const entry = from.resolve(name).replaceAll("\\", "/");
  return `${entry.slice(0, entry.lastIndexOf(`/${name}/`))}/${file}`;
}

/** Files are read once: a console's files do not change while it runs. */
function once(key: string, make: () => Promise<string>): Promise<string> {
  const known = read.get(key) ?? make();
  read.set(key, known);
  return known;
}
