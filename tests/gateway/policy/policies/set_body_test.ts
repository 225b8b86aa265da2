import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

const json = { "Content-Type": "application/json" };

Deno.test("set-body replaces the request's body before and the response's after the backend", async () => {
  const { seen, body } = await run(
    policies({
      inbound: "<set-body>to backend</set-body>",
      outbound: "<set-body> back </set-body>",
    }),
    { body: "from caller", headers: { "Content-Length": "11" } },
  );
  assert.deepEqual([seen[0].body, seen[0].headers["content-length"]], ["to backend", undefined]);
  assert.equal(body, " back ");
});

Deno.test("set-body takes markup as it stands", async () => {
  const { seen } = await run(`<set-body><a b="1">x</a></set-body>`);
  assert.equal(seen[0].body, `<a b="1">x</a>`);
});

Deno.test("set-body runs its expression when its template is none", async () => {
  const { seen } = await run(`<set-body template="none">@("{{" + 1 + "}}")</set-body>`);
  assert.equal(seen[0].body, "{{1}}");
});

Deno.test("a liquid template reads the body and the context", async () => {
  const template =
    `<set-body template="liquid">{% for m in body.messages %}{{ m.role | Upcase }}:` +
    `{{ m.content | Replace: "a", "b" }};{% endfor %}{{ context.Request.Headers.X-Id }}` +
    `{{ context.Api.Name }}{% for h in context.Request.Headers %}[{{h.Key}}={{h.Value}}]{% endfor %}</set-body>`;
  const { seen } = await run(template, {
    body: `{"messages":[{"role":"user","content":"aa"},{"role":"system","content":"c"}]}`,
    headers: { ...json, "X-Id": "7" },
  });
  assert.equal(
    seen[0].body,
    "USER:bb;SYSTEM:c;7Things[Content-Type=application/json][X-Id=7]",
  );
});

Deno.test("a liquid template looks into JSON that a variable holds, and prints other values", async () => {
  const { seen } = await run(
    `<set-variable name="json" value="@(JObject.Parse("{'a': {'b': [1, 'x']}, 'on': true}"))"/>
     <set-variable name="at" value="@(TimeSpan.FromSeconds(90))"/>
     <set-variable name="nothing" value="@((string)null)"/>
     <set-body template="liquid">{%- assign v = context.Variables["json"] -%}{{ v["a"].b[1] }} {{ v.on }} {{ context.Variables["at"] }} [{{ context.Variables["nothing"] }}]</set-body>`,
    { body: "{}", headers: { "Content-Type": "application/json" } },
  );
  assert.equal(seen[0].body, "x true 00:01:30 []");
});

Deno.test("a liquid template reads XML by local names", async () => {
  const { seen } = await run(
    `<set-body template="liquid">{{ body.Envelope.Body.n }}{% for i in body.Envelope.item %}{{i}}{% endfor %}</set-body>`,
    {
      body:
        `<s:Envelope xmlns:s="u"><s:Body><n>1</n></s:Body><item>2</item><item>3</item></s:Envelope>`,
      headers: { "Content-Type": "text/xml" },
    },
  );
  assert.equal(seen[0].body, "123");
});

Deno.test("a liquid template writes dates in .NET's letters", async () => {
  const { seen } = await run(
    `<set-body template="liquid">{{ body.at | Date: "dd.MM.yyyy HH:mm" }}</set-body>`,
    { body: `{"at":"2026-03-04T05:06:07"}`, headers: json },
  );
  assert.equal(seen[0].body, "04.03.2026 05:06");
});

Deno.test("a liquid template inside return-response sees no body", async () => {
  const { body } = await run(
    `<return-response><set-body template="liquid">[{{ body.a }}]</set-body></return-response>`,
    { body: `{"a":1}`, headers: json },
  );
  assert.equal(body, "[]");
});

Deno.test("a liquid template over a body that is no JSON fails the request", async () => {
  const { status, context } = await run(`<set-body template="liquid">{{ body.a }}</set-body>`, {
    body: "{ no json",
    headers: json,
  });
  assert.deepEqual([status, context.lastError?.source], [500, "set-body"]);
});

Deno.test("a liquid loop without end is stopped", async () => {
  const { status } = await run(
    `<set-body template="liquid">{% for i in (1..100000000) %}{{ i }}xxxxxxxxxxxxxxxxx{% endfor %}</set-body>`,
    { body: "{}", headers: json },
  );
  assert.equal(status, 500);
});

Deno.test("find-and-replace changes every occurrence, literally", async () => {
  const { seen, body } = await run(
    policies({
      inbound: `<find-and-replace from="a.c" to="$&amp;"/>`,
      outbound: `<find-and-replace from="hello" to=""/>`,
    }),
    { body: "a.c abc a.c" },
  );
  assert.deepEqual([seen[0].body, body], ["$& abc $&", ""]);
});
