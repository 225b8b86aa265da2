// The service's resources as ARM has them.
import { html, useState } from "htm/preact/standalone";
import { Empty, Json, Problem, useAsked, useStore } from "./parts.js";
import { arm, store } from "./store.js";

const KINDS = {
  apis: "APIs",
  products: "Products",
  backends: "Backends and pools",
  namedValues: "Named values",
  subscriptions: "Subscriptions",
  policyFragments: "Policy fragments",
  loggers: "Loggers",
};

export function Configuration({ kind = "apis" }) {
  useStore();
  const known = Object.hasOwn(KINDS, kind) ? kind : "apis";
  const { value, error } = useAsked(() => arm(known), [known, store.state.revision]);
  const [chosen, setChosen] = useState(null);
  const items = value?.value ?? [];
  const item = items.find(({ name }) => name === chosen) ?? items[0];
  return html`
    <nav class="bar" aria-label="Kinds of resources">${Object.entries(KINDS).map(([key, title]) =>
      html`
        <a class="tag" href=${`#configuration/${key}`} aria-current=${key === known
          ? "page"
          : undefined}
          style=${key === known ? "background:var(--mark);font-weight:600" : ""}>${title}</a>
      `
    )}</nav>
    <${Problem} text=${error} />
    <section class="panel split" aria-label=${KINDS[known]}>
      ${items.length === 0
        ? html`<${Empty}>${
          value ? `The service has no ${KINDS[known].toLowerCase()}.` : "Loading …"
        }<//><span></span>`
        : html`
          <ul class="list">${items.map(({ name, properties }) =>
            html`<li><button aria-current=${name === item.name} onClick=${() => setChosen(name)}>
            ${properties?.displayName ?? name}${
              properties?.displayName && properties.displayName !== name
                ? html`
                  <span class="after soft">${name}</span>
                `
                : ""
            }
          </button></li>`
          )}</ul>
          <div style="min-width:0">
            <h2>${item.properties?.displayName ?? item.name}</h2>
            ${known === "apis" && html`<${Operations} api=${item.name} />`}
            <${Json} value=${item} />
          </div>
        `}
    </section>
  `;
}

function Operations({ api }) {
  const { value } = useAsked(() => arm(`apis/${api}/operations`), [api, store.state.revision]);
  const operations = value?.value ?? [];
  return html`
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>operation</th>
            <th>method</th>
            <th>template</th>
          </tr>
        </thead>
        <tbody>${operations.map(({ name, properties }) =>
          html`
            <tr>
              <td>${properties.displayName ?? name}</td>
              <td>${properties.method}</td>
              <td class="mono">${properties.urlTemplate}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
