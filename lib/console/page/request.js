// One request's trace as a tree, its attempts side by side; two requests beside each other.
import { html } from "htm/preact/standalone";
import { clockTime, duration, Empty, Problem, Status, useAsked } from "./parts.js";
import { ask } from "./store.js";

export function Requests({ ids }) {
  if (ids.length === 0) {
    return html`<${Empty}>Choose a request on the <a href="#live">Live</a> page.<//>`;
  }
  return html`<div class=${ids.length > 1 ? "two" : ""}>${
    ids.slice(0, 2).map((id) => html`<${OneRequest} key=${id} id=${id} />`)
  }</div>`;
}

function OneRequest({ id }) {
  const { value, error } = useAsked(() => ask(`requests/${id}`), [id]);
  if (error) return html`<${Problem} text=${error} />`;
  if (!value) {
    return html`
      <section class="panel" aria-busy="true">
        <${Empty}>Loading …<//></section>
    `;
  }
  const { line, entries, requestHeaders, responseHeaders, errorBody } = value;
  const sections = groupBy(entries, (entry) => entry.section);
  return html`<section class="panel" aria-label=${`Request ${id}`}>
    <h2>${line.method} ${line.path}</h2>
    <p>
      <${Status} status=${line.status} />${line.backend ? ` from ${line.backend}` : ""}
      ${" "}in ${duration(line.latencyMs)}${
    line.attempts ? `, ${line.attempts} attempt${line.attempts > 1 ? "s" : ""}` : ""
  }
      ${" "}<span class="soft">at ${clockTime(line.at)}, request ${id}</span>
    </p>
    <${Failure} entries=${entries} />
    ${errorBody && html`<div class="error">${errorBody}</div>`}
    ${
    [...sections].map(([section, steps]) =>
      html`<h3>${section}</h3>${
        section === "backend"
          ? html`<${Attempts} steps=${steps} />`
          : html`<${Steps} steps=${steps} />`
      }`
    )
  }
    <details><summary>Headers</summary>
      <h3>request</h3><${Headers} pairs=${requestHeaders} />
      <h3>response</h3><${Headers} pairs=${responseHeaders} />
    </details>
  </section>`;
}

/** What failed, and where in the policy's text. */
function Failure({ entries }) {
  const failures = entries.filter(({ data }) => data && /^\{"reason":.*"line":\d/.test(data));
  return failures.map(({ source, section, scope, message, data }) => {
    const { reason, path, line, column } = JSON.parse(data);
    return html`<div class="error" role="alert"><b>${reason}</b><span class="after">${message}</span>
      <div class="soft">${`${source} in ${section} of the ${
      scope || "global"
    } policy, line ${line}, column ${column} (${path})`}</div>
      <a href=${`#policy/${scope || "global"}/${line}/${column}`}>Show it in the policy</a>
    </div>`;
  });
}

/** The retry's rounds: each ends with the forward that it led to. */
function Attempts({ steps }) {
  const rounds = [[]];
  for (const step of steps) {
    rounds.at(-1).push(step);
    if (step.source === "retry" && /^retry \d/.test(step.message)) rounds.push([]);
  }
  const full = rounds.filter((round) => round.length > 0);
  return html`<div class="attempts">${
    full.map((round, i) => {
      const failed = round.some(({ source, message }) =>
        source === "circuit-breaker" ||
        source === "forward-request" && /\b[45]\d\d\b|fail|timed? ?out|unavailable/i.test(message)
      );
      return html`
        <div class=${`attempt ${failed ? "bad" : "good"}`}>
          <b>${full.length > 1 ? `round ${i + 1}` : "one round"}</b>
          <${Steps} steps=${round} />
        </div>
      `;
    })
  }</div>`;
}

function Steps({ steps }) {
  return html`<div>${
    steps.map((step) =>
      html`
        <div class="step">
          <span class="number soft">${duration(step.elapsedMs)}</span>
          <span class="what" style=${`padding-left:${Math.min(8, step.depth) * 12}px`}>
                ${step.data
                  ? html`
                    <details>
                      <summary>
                        <${Step} step=${step} />
                      </summary>
                      <pre>${pretty(step.data)}</pre>
                    </details>
                  `
                  : html`<${Step} step=${step} />`}
              </span>
        </div>
      `
    )
  }</div>`;
}

function Step({ step: { source, message, scope } }) {
  return html`<b>${source}</b><span class="after">${message}</span><span class="after soft">${scope}</span>`;
}

function Headers({ pairs }) {
  return html`
    <div class="scroll">
      <table>
        <tbody>${pairs.map(([name, value]) =>
          html`
            <tr>
              <td class="mono">${name}</td>
              <td class="mono">${value}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return `${text} …`;
  }
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...groups.get(key(item)) ?? [], item]);
  return groups;
}
