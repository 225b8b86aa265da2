// The frame: navigation, connection, and the view that the address names.
import { html, render, useEffect, useState } from "htm/preact/standalone";
import { Configuration } from "./configuration.js";
import { Editor } from "./editor.js";
import { Live } from "./live.js";
import { Problem, useStore } from "./parts.js";
import { Reports } from "./reports.js";
import { Requests } from "./request.js";
import { Routing } from "./routing.js";
import { ask, connect, store } from "./store.js";

const VIEWS = {
  live: { title: "Live", view: () => html`<${Live} />` },
  request: {
    title: "Request",
    view: (rest) => html`<${Requests} ids=${rest.map(Number).filter((id) => id > 0)} />`,
  },
  routing: { title: "Routing", view: () => html`<${Routing} />` },
  configuration: {
    title: "Configuration",
    view: (rest) => html`<${Configuration} kind=${rest[0]} />`,
  },
  policy: {
    title: "Policy",
    view: ([scope, line, column]) =>
      html`<${Editor} key=${`${scope}/${line}/${column}`} at=${
        line ? { scope, line: Number(line), column: Number(column) } : null
      } />`,
  },
  reports: { title: "Reports", view: () => html`<${Reports} />` },
};

function address() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  return { name: Object.hasOwn(VIEWS, name) ? name : "live", rest };
}

function App() {
  const [{ name, rest }, setAddress] = useState(address());
  const [problem, setProblem] = useState("");
  useStore();
  useEffect(() => {
    const listener = () => setAddress(address());
    addEventListener("hashchange", listener);
    ask("about").then((about) => {
      store.about = about;
      document.title = `${about.service}: console`;
      connect();
    }, (error) => setProblem(error.message));
    return () => removeEventListener("hashchange", listener);
  }, []);
  const { about, connected, state } = store;
  return html`
    <header class="top">
      <h1>${about?.service ?? "Gateway"}</h1>
      <nav aria-label="Views">${Object.entries(VIEWS).map(([key, { title }]) =>
        html`<a href=${`#${key}`} aria-current=${key === name ? "page" : undefined}>${title}</a>`
      )}</nav>
      <span class="state" role="status">
        ${about?.simulated && html`<span class="tag warn">simulated time</span>`}
        <span>configuration ${state.revision}</span>
        <span class=${connected ? "good" : "bad"}><span class="dot"></span> ${connected
          ? "live"
          : "not connected"}</span>
      </span>
    </header>
    <main><${Problem} text=${problem} />${VIEWS[name].view(rest)}</main>
  `;
}

render(html`<${App} />`, document.getElementById("app"));
