// The editor component: CodeMirror with XML, C# inside expressions, the compiler's findings, and completion.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { xml } from "@codemirror/lang-xml";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  ViewPlugin,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLORS = HighlightStyle.define([
  { tag: tags.tagName, color: "light-dark(#0f5ea8, #6cb4f5)" },
  { tag: tags.attributeName, color: "light-dark(#8f5200, #f0a94a)" },
  { tag: tags.attributeValue, color: "light-dark(#1e7a35, #7fd391)" },
  { tag: tags.comment, color: "light-dark(#5c646d, #9aa3ad)", fontStyle: "italic" },
]);

const KEYWORDS =
  /\b(?:var|new|return|if|else|foreach|for|while|in|try|catch|throw|null|true|false|int|string|bool|double|long|is|as|out)\b/g;
const STRINGS = /@?"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'/g;
const EXPRESSION = /@\(|@\{/g;

/** Marks C# inside `@( )` and `@{ }`. */
const csharp = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = marksOf(view.state.doc.toString());
    }
    update(update) {
      if (update.docChanged) this.decorations = marksOf(update.state.doc.toString());
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const CODE = Decoration.mark({ class: "cm-csharp" });
const KEYWORD = Decoration.mark({ attributes: { style: "color:light-dark(#8b2fa8,#d79bf0)" } });
const STRING = Decoration.mark({ attributes: { style: "color:light-dark(#1e7a35,#7fd391)" } });

function marksOf(text) {
  const marks = [];
  for (const match of text.matchAll(EXPRESSION)) {
    const from = match.index;
    const end = endOf(text, from + 1);
    marks.push(CODE.range(from, end));
    const code = text.slice(from, end);
    for (const [pattern, mark] of [[STRINGS, STRING], [KEYWORDS, KEYWORD]]) {
      for (const found of code.matchAll(pattern)) {
        marks.push(mark.range(from + found.index, from + found.index + found[0].length));
      }
    }
  }
  return Decoration.set(marks, true);
}

/** Behind the bracket that closes the one at `at`. */
function endOf(text, at) {
  const open = text[at], close = open === "(" ? ")" : "}";
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === "\\") i++;
    } else if (text[i] === open) depth++;
    else if (text[i] === close && --depth === 0) return i + 1;
  }
  return text.length;
}

/**
 * @param options.check text → promise of the console's diagnostics
 * @param options.vocabulary policies and types to complete
 */
export function createEditor(parent, text, { check, vocabulary, onChange }) {
  const state = EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      EditorView.lineWrapping,
      xml(),
      csharp,
      syntaxHighlighting(COLORS),
      lintGutter(),
      linter(async (view) => found(view.state.doc, await check(view.state.doc.toString())), {
        delay: 350,
      }),
      autocompletion({ override: [(context) => complete(context, vocabulary())] }),
      keymap.of([
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({ "aria-label": "Policy document" }),
      EditorView.updateListener.of((update) =>
        update.docChanged && onChange(update.state.doc.toString())
      ),
    ],
  });
  return new EditorView({ state, parent });
}

/** Diagnostics at their places; a word long. */
function found(doc, diagnostics) {
  return diagnostics.map(({ severity, message, code, line, column }) => {
    const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
    const start = Math.min(from + Math.max(0, column - 1), to);
    const word = /^[\w.-]+/.exec(doc.sliceString(start, to))?.[0].length ?? 1;
    return {
      from: start,
      to: Math.min(start + word, doc.length),
      severity: severity === "warning" ? "warning" : severity === "error" ? "error" : "info",
      message: `${message} (${code})`,
    };
  });
}

export function goTo(view, line, column) {
  const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  const at = Math.min(from + column - 1, to);
  view.dispatch({
    selection: { anchor: at },
    effects: EditorView.scrollIntoView(at, { y: "center" }),
  });
  view.focus();
}

export function setText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

function complete(context, { policies, types }) {
  const member = context.matchBefore(/\bcontext(?:\.\w+)*\.\w*$/);
  if (member) {
    const path = member.text.split(".").slice(1, -1);
    const names = membersAt(path, types);
    if (names.length === 0) return null;
    return {
      from: member.from + member.text.lastIndexOf(".") + 1,
      options: names.map((label) => ({ label, type: "property" })),
    };
  }
  const element = context.matchBefore(/<[\w-]*$/);
  if (element) {
    return {
      from: element.from + 1,
      options: policies.map(({ name, sections }) => ({
        label: name,
        type: "keyword",
        detail: sections.join(", "),
      })),
    };
  }
  const tag = context.matchBefore(/<([\w-]+)(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'))*\s+[\w-]*$/);
  if (!tag) return null;
  const [, name] = /^<([\w-]+)/.exec(tag.text);
  const policy = policies.find((one) => one.name === name);
  if (!policy) return null;
  const from = tag.from + /[\w-]*$/.exec(tag.text).index;
  return {
    from,
    options: policy.attributes.map(({ name, required, values }) => ({
      label: name,
      type: "property",
      detail: required ? "required" : "",
      apply: `${name}="${values[0] ?? ""}"`,
    })),
  };
}

/** APIM's types are named after the members that give them: `Request` gives `IRequest`. */
function membersAt(path, types) {
  let type = "IProxyRequestContext";
  for (const step of path) {
    type = { Body: "IMessageBody", OriginalUrl: "IUrl" }[step] ?? `I${step}`;
    if (!Object.hasOwn(types, type)) return [];
  }
  return types[type] ?? [];
}
