/** Policy documents, mutated: they compile or are refused with findings. */
import { checkDocument } from "../../lib/gateway/policy/doctor/check.ts";
import { POLICIES } from "../../lib/gateway/policy/policies/mod.ts";
import { mutated, pick, type Target } from "./target.ts";

const element = (name: string, attributes: readonly string[], inside: string) =>
  `<${name}${attributes.map((name) => ` ${name}="1"`).join("")}>${inside}</${name}>`;

/** A document for each policy, in the first section that it may stand in. */
const DOCUMENTS: readonly string[] = POLICIES.map((policy) => {
  const { name, sections, attributes = {} } = policy;
  const [section] = sections;
  const inside = `<value>@(context.Request.Headers.GetValueOrDefault("a", "b"))</value>`;
  const body = element(name, Object.keys(attributes), inside);
  const part = (one: string) => `<${one}><base />${one === section ? body : ""}</${one}>`;
  return `<policies>${
    ["inbound", "backend", "outbound", "on-error"].map(part).join("")
  }</policies>`;
});

const CODE = `<policies><inbound><base /><set-variable name="a" value="@{
  var b = context.Request.Body.As<JObject>(true); /* ) */ // }
  return $"{b["x"]:N2}" + @"c""" + 'd'; }" />
  <choose><when condition="@(context.Variables.ContainsKey(&quot;a&quot;))"><return-response>
  <set-status code="429" reason="no" /><set-header name="Retry-After" exists-action="override"><value>1</value></set-header>
  <set-body template="liquid">{% for m in body.messages %}{{ m.role | Upcase }}{% endfor %}</set-body>
  </return-response></when><otherwise /></choose></inbound><backend><retry count="3" interval="1"
  condition="@(context.Response.StatusCode == 429)"><forward-request buffer-request-body="true" /></retry></backend>
  <outbound><base /></outbound><on-error><base /></on-error></policies>`;

export function target(): Target {
  const documents = [...DOCUMENTS, CODE];
  return {
    attempt(random) {
      const text = mutated(random, random.next() < 0.4 ? CODE : pick(random, documents), documents);
      const findings = checkDocument(text);
      return findings.some(({ severity }) => severity === "error") ? "refused" : "ok";
    },
    async [Symbol.asyncDispose]() {},
  };
}
