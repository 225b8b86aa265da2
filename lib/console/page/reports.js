// Results of simulations and of the workshop: files of the results folder, or one from elsewhere.
import { html, useState } from "htm/preact/standalone";
import { Empty, Problem, StackedBars, Table, useAsked } from "./parts.js";
import { ask, colorOf } from "./store.js";

export function Reports() {
  const { value: names = [], error } = useAsked(() => ask("results"), []);
  const [report, setReport] = useState(null);
  const [problem, setProblem] = useState("");
  const open = async (name, reading) => {
    try {
      setProblem("");
      setReport({ name, value: await reading() });
    } catch (failure) {
      setProblem(`${name}: ${failure.message}`);
    }
  };
  return html`
    <${Problem} text=${error ?? problem} />
    <section class="panel">
      <div class="bar">
        <label>From the results folder <select aria-label="Result" onChange=${(event) => {
          const name = event.currentTarget.value;
          if (name) open(name, () => ask(`results/${encodeURIComponent(name)}`));
        }}>
          <option value="">${names.length === 0 ? "no results yet" : "choose …"}</option>
          ${names.map((name) => html`<option>${name}</option>`)}
        </select></label>
        <label>or a file <input type="file" accept=".json,application/json" onChange=${(event) => {
          const [file] = event.currentTarget.files;
          if (file) open(file.name, async () => JSON.parse(await file.text()));
        }} /></label>
      </div>
      <p
        class="soft"><code>deno task workshop</code> writes results; <code>deno task simulate --json</code> and <code>deno task sweep</code> print what can be opened here.</p>
    </section>
    ${report ? html`<${Report} ...${report} />` : html`<${Empty}>Open a result to see it.<//>`}
  `;
}

function Report({ name, value }) {
  const reports = value.reports ?? (value.ledger ? [value] : null);
  return html`<section class="panel" aria-label=${name}>
    <h2>${name}</h2>
    ${
    reports
      ? html`<${Simulations} reports=${reports} />`
      : value.analyses
      ? html`<${Analyses} analyses=${value.analyses} />`
      : Array.isArray(value) && value.length > 0 && typeof value[0] === "object"
      ? html`<${Table} rows=${value.slice(0, 500)} />`
      : html`<${Empty}>This is no result that the console knows.<//>`
  }</section>`;
}

function Simulations({ reports }) {
  const [chosen, setChosen] = useState(0);
  const report = reports[Math.min(chosen, reports.length - 1)];
  return html`
    <${Table} rows=${reports.map((one) => ({
      scenario: one.scenario,
      strategy: one.strategy,
      offered: one.ledger.offered,
      failed: one.ledger.rejected,
      "p50 (simulated ms)": one.latencyMs.p50,
      "p95 (simulated ms)": one.latencyMs.p95,
      "PTU (%)": one.ptuUtilization === null ? null : 100 * one.ptuUtilization,
      "USD an hour": one.cost.usdPerHour,
    }))} />
    <div class="bar"
      style="margin-top:12px"><label>Over time: <select aria-label="Run" onChange=${(event) =>
        setChosen(Number(event.currentTarget.value))}>${reports.map((one, i) =>
          html`<option value=${i}>${one.strategy}, ${one.scenario}</option>`
        )}</select></label></div>
    ${report?.timeline?.length > 0 && html`
      <${StackedBars}
        bins=${report.timeline.map((slice) => ({
          PTU: slice.served ?? 0,
          "pay-as-you-go": slice.spilled ?? 0,
          failed: slice.rejected ?? 0,
        }))}
        colorOf=${(part) => part === "failed" ? "#d1453b" : colorOf(part)}
        label=${`${report.strategy}: who served`} from="0" to=${`${
          Math.round(report.durationSeconds)
        } s`} unit="simulated time" />
    `}
  `;
}

function Analyses({ analyses }) {
  return html`<${Table} rows=${
    analyses.map((one) => ({
      strategy: one.strategy,
      scenario: one.scenario ?? "",
      requests: one.total,
      "success (%)": one.success_rate,
      "p50 (s)": one.p50_latency,
      "p95 (s)": one.p95_latency,
      "429": one.rejected_429 ?? null,
      served: Object.entries(one.distribution).map(([id, count]) => `${id} ${count}`).join(", "),
      verdict: (one.verdicts ?? []).join("; "),
    }))
  } />`;
}
