// Write a policy, see what the compiler and the routing doctor say, put it, take it back, try a request.
import { html, useEffect, useRef, useState } from "htm/preact/standalone";
import { createEditor, goTo, setText } from "./codemirror.js";
import { Empty, Problem, Status, useAsked } from "./parts.js";
import { arm, ask } from "./store.js";

const EMPTY = `<policies>
  <inbound>
    <base />
  </inbound>
  <backend>
    <base />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
`;

let vocabulary = { policies: [], types: {} };
/** Texts that were put, by path: what "Back" returns to. Kept while the page is open. */
const before = new Map();

/** @param at a place that a trace named: scope, line, column */
export function Editor({ at }) {
  const { value: places, error } = useAsked(findPlaces, []);
  const [path, setPath] = useState(null);
  const chosen = path ?? (places?.find(({ scope }) => scope === at?.scope) ?? places?.[0])?.path;
  if (error) return html`<${Problem} text=${error} />`;
  if (!places) {
    return html`
      <section class="panel" aria-busy="true">
        <${Empty}>Loading …<//></section>
    `;
  }
  const place = places.find((one) => one.path === chosen);
  return html`
    <div
      class="bar"><label>Policy of <select aria-label="Policy of" value=${chosen} onChange=${(
        event,
      ) => setPath(event.currentTarget.value)}>
      ${places.map(({ path, title }) => html`<option value=${path}>${title}</option>`)}
    </select></label></div>
    <${Document} key=${chosen} place=${place} at=${path === null ? at : null} />
  `;
}

/** Every document that the service can have: global, of each API, and of its operations. */
async function findPlaces() {
  vocabulary = await ask("vocabulary");
  const apis = (await arm("apis")).value;
  const places = [];
  for (const { name, properties } of apis.slice(0, 50)) {
    const operations = (await arm(`apis/${name}/operations`)).value.slice(0, 50);
    places.push({
      path: `apis/${name}/policies/policy`,
      scope: "api",
      title: `API ${properties.displayName}`,
      api: properties,
      operation: operations[0]?.properties, // what a test request is sent to
    });
    for (const operation of operations) {
      places.push({
        path: `apis/${name}/operations/${operation.name}/policies/policy`,
        scope: "operation",
        title: `API ${properties.displayName}, operation ${
          operation.properties.displayName ?? operation.name
        }`,
        api: properties,
        operation: operation.properties,
      });
    }
  }
  places.push({ path: "policies/policy", scope: "global", title: "all APIs (global)" });
  return places;
}

function Document({ place, at }) {
  const box = useRef(null);
  const view = useRef(null);
  const [diagnostics, setDiagnostics] = useState([]);
  const [text, setCurrent] = useState("");
  const [stored, setStored] = useState(null);
  const [problem, setProblem] = useState("");
  const [said, setSaid] = useState("");
  useEffect(() => {
    let gone = false;
    arm(place.path).then((found) => {
      if (gone) return;
      const document = found?.properties.value ?? EMPTY;
      setStored(found ? document : null);
      setCurrent(document);
      view.current = createEditor(box.current, document, {
        vocabulary: () => vocabulary,
        onChange: setCurrent,
        check: async (text) => {
          const { diagnostics } = await ask("check", { text, scope: place.scope });
          if (!gone) setDiagnostics(diagnostics);
          return diagnostics;
        },
      });
      if (at) goTo(view.current, at.line, at.column);
    });
    return () => {
      gone = true;
      view.current?.destroy();
    };
  }, []);
  const put = async (document, what) => {
    setProblem("");
    setSaid("");
    try {
      await ask("policy", { path: place.path, text: document });
      if (what === "put" && stored !== null) {
        before.set(place.path, [...before.get(place.path) ?? [], stored].slice(-20));
      }
      setStored(document);
      setSaid(what === "put" ? "It serves now." : "The one before serves again.");
    } catch (error) {
      setProblem(error.message);
    }
  };
  const back = async () => {
    const texts = before.get(place.path);
    const last = texts.pop();
    setText(view.current, last);
    await put(last, "back");
  };
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return html`
    <section class="panel" aria-label="Policy document">
      <div class="editor" ref=${box}></div>
      <ul class="diagnostics" aria-label="Findings" aria-live="polite">${diagnostics.length === 0
        ? html`<li class="soft">No findings.</li>`
        : diagnostics.map(({ severity, line, column, message, code }) =>
          html`<li><button onClick=${() => goTo(view.current, line, column)}>
            <span class=${
            severity === "error" ? "bad" : "warn"
          }>${line}:${column}</span> ${message} <span class="soft">${code}</span>
          </button></li>`
        )}</ul>
      <${Problem} text=${problem} />
      <div class="bar" style="margin:10px 0 0">
        <button class="primary" disabled=${text === stored} onClick=${() =>
          put(text, "put")}>Put</button>
        <button disabled=${!before.get(place.path)
          ?.length} onClick=${back}>Back to the one before</button>
        <span role="status" class=${errors > 0 ? "bad" : "soft"}>${said ||
          (errors > 0
            ? `${errors} error${errors > 1 ? "s" : ""}: the service will refuse it`
            : text === stored
            ? "as the service has it"
            : stored === null
            ? "no policy yet: this one is empty"
            : "changed, not put yet")}</span>
      </div>
    </section>
    <${TestRequest} place=${place} />
  `;
}

function TestRequest({ place }) {
  const base = place.api ? place.api.path : "";
  const template = place.operation?.urlTemplate ?? "/";
  const [method, setMethod] = useState(place.operation?.method ?? "POST");
  const [path, setPath] = useState(`/${base}${template}`.replace(/\/+/g, "/"));
  const [key, setKey] = useState("");
  const [body, setBody] = useState(
    '{"model":"gpt-4.1","input":"What color is the sky?","max_output_tokens":20}',
  );
  const [reply, setReply] = useState(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async (event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      setReply(
        await ask("send", {
          method,
          path,
          headers: key ? { "Ocp-Apim-Subscription-Key": key } : {},
          body: ["GET", "HEAD"].includes(method) ? "" : body,
        }),
      );
    } catch (error) {
      setProblem(error.message);
    }
    setBusy(false);
  };
  return html`<section class="panel" aria-label="Test request">
    <h2>Test request</h2>
    <form onSubmit=${send}>
      <div class="bar">
        <select aria-label="Method" value=${method} onChange=${(event) =>
    setMethod(event.currentTarget.value)}>${
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((name) =>
      html`<option value=${name}>${name}</option>`
    )
  }</select>
        <input type="text" aria-label="Path" value=${path} onInput=${(event) =>
    setPath(event.currentTarget.value)} />
        <input type="text" aria-label="Subscription key" placeholder="subscription key" autocomplete="off" value=${key} onInput=${(
    event,
  ) => setKey(event.currentTarget.value)} />
        <button class="primary" disabled=${busy}>${busy ? "Sending …" : "Send"}</button>
      </div>
      <textarea aria-label="Body" value=${body} onInput=${(event) =>
    setBody(event.currentTarget.value)}></textarea>
    </form>
    <${Problem} text=${problem} />
    ${
    reply && html`
      <div aria-live="polite">
        <p><${Status} status=${reply.status} /> <a href=${`#request/${reply.id}`}>its trace</a></p>
        <div class="scroll">
          <pre>${reply.body}</pre>
        </div>
      </div>
    `
  }
  </section>`;
}
