// The way that requests take: pools, priorities and weights, with breakers, buckets and faults as they are now.
import { html, useEffect, useState } from "htm/preact/standalone";
import { Empty, Problem, useAsked, useStore } from "./parts.js";
import { arm, ask, colorOf, store } from "./store.js";

/** What can be switched on in a simulated region. */
const FAULTS = [
  { label: "well", faults: [] },
  { label: "throttles (429)", faults: [{ kind: "throttle", retryAfterSeconds: 10 }] },
  { label: "fails (500)", faults: [{ kind: "error", status: 500 }] },
  { label: "is down", faults: [{ kind: "outage" }] },
  { label: "is slow (5 times)", faults: [{ kind: "slow", factor: 5 }] },
  { label: "hangs", faults: [{ kind: "hang" }] },
];

export function Routing() {
  useStore();
  const { state, lines, about } = store;
  const { value, error, again } = useAsked(() => arm("backends"), [state.revision]);
  const [problem, setProblem] = useState("");
  if (error) return html`<${Problem} text=${error} />`;
  if (!value) {
    return html`
      <section class="panel" aria-busy="true">
        <${Empty}>Loading …<//></section>
    `;
  }
  const backends = value.value;
  const single = backends.filter(({ properties }) => properties.type !== "Pool");
  const pools = backends.filter(({ properties }) => properties.type === "Pool");
  const recent = lines.slice(-500);
  const served = (id) => recent.filter(({ backend }) => backend === id).length;
  return html`
    <${Problem} text=${problem} />
    ${pools.map((pool) =>
      html`
        <${Pool} key=${pool.name} pool=${pool} state=${state} served=${served}
          total=${recent.length} />
      `
    )}
    <section class="panel" aria-label="Backends">
      <h2>Backends</h2>
      ${single.length === 0
        ? html`<${Empty}>The service has no backends yet.<//>`
        : html`<div class="cards">${
          single.map((backend) =>
            html`
              <${Backend} key=${backend.name} backend=${backend} state=${state} served=${served(
                backend.name,
              )}
                total=${recent.length} />
            `
          )
        }</div>`}
      <p class="soft">Shares are of the last ${recent
        .length} requests that this page knows. <button onClick=${again}>Read again</button></p>
    </section>
    ${about?.regions && html`
      <section class="panel" aria-label="Simulated regions">
        <h2>Simulated regions</h2>
        <div class="cards">${state.regions.map((region) =>
          html`<${Region} key=${region.id} region=${region} faults=${
            state.faults.find(({ id }) => id === region.id)?.faults ?? []
          } onProblem=${setProblem} />`
        )}</div>
      </section>
    `}
  `;
}

/** The picture of a pool: groups by priority from left to right, members with their weights. */
function Pool({ pool, state, served, total }) {
  const members = (pool.properties.pool?.services ?? []).map((
    { id, priority = 1, weight = 1 },
  ) => ({
    name: id.split("/").at(-1),
    priority,
    weight,
  }));
  const groups = [...new Set(members.map(({ priority }) => priority))].sort((a, b) => a - b)
    .map((priority) => ({
      priority,
      members: members.filter((member) => member.priority === priority),
    }));
  const tallest = Math.max(1, ...groups.map(({ members }) => members.length));
  const box = { width: 215, height: 54, gap: 12 };
  const column = 275, left = 130, top = 30;
  const height = top + tallest * (box.height + box.gap) + 8;
  const width = left + groups.length * column;
  const middle = top + (tallest * (box.height + box.gap) - box.gap) / 2;
  return html`
    <section class="panel" aria-label=${`Pool ${pool.name}`}>
      <h2>Pool ${pool.name}</h2>
      <div class="scroll">
        <svg class="chart" style=${`max-width:${width}px;min-width:${
          Math.min(width, 420)
        }px`} viewBox=${`0 0 ${width} ${height}`} role="img"
          aria-label=${groups.map(({ priority, members }) =>
            `priority ${priority}: ${
              members.map(({ name, weight }) =>
                `${name}, weight ${weight}, ${breakerOf(state, name)?.state ?? "no breaker"}`
              ).join("; ")
            }`
          ).join(". ")}>
          <rect x="4" y=${middle -
            20} width="96" height="40" rx="8" fill="none" stroke="currentColor" />
          <text x="52" y=${middle + 4} text-anchor="middle">requests</text>
          ${groups.flatMap(({ priority, members }, g) => {
            const x = left + g * column;
            const total_ = members.reduce((sum, { weight }) => sum + weight, 0);
            const offset = top + ((tallest - members.length) * (box.height + box.gap)) / 2;
            return [
              html`<text x=${x + box.width / 2} y="16" text-anchor="middle">priority ${priority}${
                g > 0 ? ": when all before are open" : ""
              }</text>`,
              ...members.map(({ name, weight }, m) => {
                const y = offset + m * (box.height + box.gap);
                const breaker = breakerOf(state, name);
                const open = breaker?.state === "open";
                const from = g === 0 ? [100, middle] : [x - (column - box.width), middle];
                const part = total === 0 ? 0 : served(name) / total;
                return html`
                  <g>
                    <path d=${`M${from[0]} ${from[1]} C ${from[0] + 28} ${from[1]}, ${x - 28} ${
                      y + box.height / 2
                    }, ${x} ${y + box.height / 2}`}
                      fill="none" stroke=${colorOf(name)} stroke-width=${1.5 +
                        8 * part} stroke-dasharray=${open || g > 0 ? "5 4" : "none"}
                      opacity=${open ? 0.35 : 0.9} />
                    <rect x=${x} y=${y} width=${box.width} height=${box
                      .height} rx="8" fill="var(--panel)"
                      stroke=${open ? "var(--bad)" : colorOf(name)} stroke-width="2" />
                    <text x=${x + 10} y=${y +
                      21} style="fill:var(--ink);font-weight:600">${name}</text>
                    <text x=${x + 10} y=${y + 41}>${Math.round(
                      (weight / total_) * 100,
                    )}% by weight ${weight}, ${open
                      ? `open, ${(breaker.resumesInMs / 1000).toFixed(0)} s`
                      : breaker
                      ? "closed"
                      : "no breaker"}</text>
                  </g>
                `;
              }),
            ];
          })}
        </svg>
      </div>
    </section>
  `;
}

function Backend({ backend, state, served, total }) {
  const { url, circuitBreaker } = backend.properties;
  const breaker = breakerOf(state, backend.name);
  const open = breaker?.state === "open";
  const rule = circuitBreaker?.rules?.[0];
  return html`
    <article class=${`card ${open ? "open" : ""}`}>
      <h3><span class="swatch" style=${`background:${colorOf(backend.name)}`}></span>${backend
        .name}</h3>
      <div class="soft mono" style="overflow-wrap:anywhere">${url}</div>
      <p>${!rule
        ? html`<span class="soft">no circuit breaker</span>`
        : open
        ? html`<b class="bad">open</b>, calls resume in ${
          (breaker.resumesInMs / 1000).toFixed(0)
        } s<br /><span class="soft">${breaker.reason}</span>`
        : html`<b class="good">closed</b>, ${breaker?.recentFailures ?? 0} of ${
          rule.failureCondition?.count ?? "?"
        } failures in ${rule.failureCondition?.interval ?? "?"}`}</p>
      <div>${served} of ${total} requests</div>
      <div class="meter" role="meter" aria-label="Share of requests" aria-valuemin="0"
        aria-valuemax="100" aria-valuenow=${Math.round(
          100 * served / Math.max(1, total),
        )}><span style=${`width:${100 * served / Math.max(1, total)}%`}></span></div>
    </article>
  `;
}

function Region({ region, faults, onProblem }) {
  const current = FAULTS.findIndex((choice) =>
    JSON.stringify(choice.faults) === JSON.stringify(faults)
  );
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [faults]);
  const choose = async (event) => {
    setBusy(true);
    try {
      onProblem("");
      await ask("faults", {
        id: region.id,
        faults: FAULTS[Number(event.currentTarget.value)].faults,
      });
    } catch (error) {
      onProblem(error.message);
    }
    setBusy(false);
  };
  return html`<article class=${`card ${faults.length > 0 ? "open" : ""}`}>
    <h3>${region.id} <span class="soft">${region.region}</span></h3>
    ${
    region.deployments.map((deployment) => {
      const full = Math.min(1, deployment.utilization);
      return html`
        <div>
          <div>${deployment.name} <span class="tag soft">${deployment.type}</span></div>
          <div class=${`meter ${
            full >= 0.95 ? "full" : ""
          }`} role="meter" aria-label=${deployment.type === "PTU"
            ? "Bucket"
            : "Quota used"} aria-valuemin="0" aria-valuemax="100"
            aria-valuenow=${Math.round(100 * full)}><span style=${`width:${
              100 * full
            }%`}></span></div>
          <div class="soft">${usageOf(deployment)}</div>
        </div>
      `;
    })
  }
    <p><label>This region <select aria-label=${`State of ${region.id}`} disabled=${busy} value=${current} onChange=${choose}>
      ${current === -1 && html`<option value="-1">has other faults</option>`}
      ${FAULTS.map(({ label }, i) => html`<option value=${i}>${label}</option>`)}
    </select></label></p>
  </article>`;
}

function breakerOf(state, name) {
  return state.breakers.find(({ backendId }) => backendId.toLowerCase() === name.toLowerCase());
}

function usageOf({ type, utilization, accepted, rejected, failed }) {
  const level = `${type === "PTU" ? "bucket" : "quota"} ${(100 * utilization).toFixed(0)}%`;
  return `${level}, ${accepted} answered, ${rejected} refused, ${failed} failed`;
}
