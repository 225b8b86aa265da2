/**
 * Policy documents as trees of elements, printed indented, escaped and well-formed.
 * @module
 */

/** A piece of a policy document. */
export type Node =
  | {
    readonly kind: "element";
    readonly name: string;
    readonly attributes: Attributes;
    readonly children: readonly Node[];
  }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "block"; readonly code: string };

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An element with its attributes and what it holds. */
export function element(name: string, attributes: Attributes = {}, ...children: Node[]): Node {
  return { kind: "element", name, attributes, children };
}

/** A comment for whoever reads the document; anything that a loader could take for code is broken up. */
export function comment(text: string): Node {
  return { kind: "comment", text: harmless(text) };
}

/** Character data: a literal, or `@(...)`. */
export function text(text: string): Node {
  return { kind: "text", text };
}

/** `@{ ... }` as an element's text. A CDATA section keeps its quotes and angle brackets readable. */
export function block(code: string): Node {
  return { kind: "block", code };
}

/** The document, two spaces a level. */
export function print(root: Node): string {
  return lines(root, "").join("\n") + "\n";
}

/** A C# string literal. All but plain characters become \u escapes, so no XML, CDATA or named value can start in it. */
export function csharpString(value: string): string {
  const body = value.replace(
    /[^A-Za-z0-9 _.,:;/?=+*()#%-]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${body}"`;
}

/** `value` for an attribute or text that also takes expressions: as it is, or quoted in C# where it could be read as code. */
export function literal(value: string): string {
  return /^[A-Za-z0-9 _.,:;/?=+*#%-]*$/.test(value) ? value : `@(${csharpString(value)})`;
}

function lines(node: Node, indent: string): string[] {
  switch (node.kind) {
    case "comment":
      return wrap(node.text, 100 - indent.length).map((line, i, all) =>
        `${indent}${i === 0 ? "<!-- " : "     "}${line}${i === all.length - 1 ? " -->" : ""}`
      );
    case "text":
      return [indent + escapeText(node.text)];
    case "block": {
      const code = node.code.replaceAll("]]>", "]] >").split("\n").map((line) => `  ${line}`);
      return ["<![CDATA[@{", ...code, "}]]>"].map((line) => indent + line);
    }
    case "element":
      return elementLines(node, indent);
  }
}

function elementLines(node: Node & { kind: "element" }, indent: string): string[] {
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}=${quote(String(value), indent)}`).join("");
  const open = `${indent}<${node.name}${attributes}`;
  const [only] = node.children;
  if (only === undefined) return [`${open} />`];
  if (node.children.length === 1 && only.kind === "text") {
    return [`${open}>${escapeText(only.text)}</${node.name}>`];
  }
  if (node.children.length === 1 && only.kind === "block") {
    const [first, ...rest] = lines(only, indent);
    const last = rest.pop()!;
    return [`${open}>${first.trimStart()}`, ...rest, `${last}</${node.name}>`];
  }
  const inner = node.children.flatMap((child) => lines(child, `${indent}  `));
  return [`${open}>`, ...inner, `${indent}</${node.name}>`];
}

/** Single quotes around what holds double ones: C# strings stay readable. Line breaks indent with the element. */
function quote(value: string, indent: string): string {
  const laidOut = value.replaceAll("\n", `\n${indent}`);
  const escaped = escapeText(laidOut);
  if (!escaped.includes('"')) return `"${escaped}"`;
  if (!escaped.includes("'")) return `'${escaped}'`;
  return `"${escaped.replaceAll('"', "&quot;")}"`;
}

function escapeText(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("]]>", "]]&gt;");
}

function harmless(value: string): string {
  return value
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, " ") // what XML does not allow, and lone surrogates
    .replace(/\s+/g, " ")
    .replace(/-(?=-)/g, "- ")
    .replace(/@(?=[({])/g, "@ ")
    .replace(/\{(?=\{)/g, "{ ")
    .replace(/-$/, "- ")
    .trim();
}

function wrap(value: string, width: number): string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const word of value.split(" ")) {
    if (line !== "" && line.length + word.length + 10 > width) {
      wrapped.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...wrapped, line];
}
