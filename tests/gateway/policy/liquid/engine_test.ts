import assert from "node:assert/strict";
import { Budget, LimitExceededError } from "../../../../lib/gateway/expression/values.ts";
import { parseTemplate, renderTemplate } from "../../../../lib/gateway/policy/liquid/engine.ts";

const render = (text: string, scope: object = {}) =>
  renderTemplate(() => parseTemplate(text), () => scope);

const REFUSED = [
  "{% include '.env' %}",
  "{% include body.name %}",
  "{% render 'deno.json' %}",
  "{% layout '/etc/passwd' %}",
  "{% block a %}{% endblock %}",
  "{% liquid\n include '.env'\n %}",
  "{% echo 'a' %}",
  "{% constructor %}",
  "{% __proto__ %}",
  "{{ 'a' | constructor }}",
  "{{ 'a' | toString }}",
  "{{ 'a' | json }}",
  "{{ 'a' | sha256 }}",
  "{{ 'a' | no_such_filter }}",
];

for (const text of REFUSED) {
  Deno.test(`parseTemplate refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseTemplate(text), /tag|filter/);
  });
}

const NOTHING = [
  "{{ body.constructor }}",
  "{{ body.constructor.name }}",
  "{{ body.__proto__.constructor }}",
  "{{ body.toString }}",
  "{{ body.list.push }}",
  "{{ body.list.constructor }}",
  "{{ body.text.constructor }}",
  '{{ body.text["__proto__"] }}',
  "{{ constructor }}",
  "{{ __proto__ }}",
];

for (const text of NOTHING) {
  Deno.test(`a template sees nothing of JavaScript at ${text}`, () => {
    assert.equal(render(text, { body: { list: [1], text: "a" } }), "");
  });
}

Deno.test("a template sees what a body calls like JavaScript's members", () => {
  const body = JSON.parse('{"constructor": 1, "__proto__": {"a": 2}}');
  assert.equal(render("{{ body.constructor }}{{ body.__proto__.a }}", { body }), "12");
});

const COSTLY: readonly [what: string, text: string][] = [
  ["a long range", "{% for i in (1..100000000) %}{{ i }}{% endfor %}"],
  ["nested loops", `${"{% for i in (1..2000) %}".repeat(3)}x${"{% endfor %}".repeat(3)}`],
  [
    "nested loops without output",
    `${"{% for i in (1..2000) %}".repeat(3)}${"{% endfor %}".repeat(3)}`,
  ],
  ["a table", "{% tablerow i in (1..1000000) cols:1 %}{{ i }}{% endtablerow %}"],
  [
    "captures that double",
    `{% assign a = "aaaaaaaaaaaaaaaa" %}${
      "{% capture a %}{{ a }}{{ a }}{% endcapture %}".repeat(40)
    }`,
  ],
  [
    "texts that double",
    `{% assign a = "a" %}${"{% assign a = a | append: a %}".repeat(40)}{{ a }}`,
  ],
  [
    "lists that double",
    `{% assign a = "a,a" | split: "," %}${"{% assign a = a | concat: a %}".repeat(40)}`,
  ],
  [
    "a long text searched again and again",
    `{% assign a = "${
      "a".repeat(10_000)
    }" %}{% for i in (1..100000) %}{% if a contains "b" %}{% endif %}{% endfor %}`,
  ],
  [
    "a long text worked on again and again",
    `{% assign a = "a" %}${
      "{% assign a = a | append: a %}".repeat(20)
    }{% for i in (1..100000) %}{% assign b = a | upcase | replace: "A", "b" %}{% endfor %}`,
  ],
];

for (const [what, text] of COSTLY) {
  Deno.test(`a template with ${what} meets a limit`, () => {
    assert.throws(() => render(text), LimitExceededError);
  });
}

Deno.test("what a template uses is gone from its request's budget", () => {
  const budget = new Budget();
  const once = () =>
    renderTemplate(
      () => parseTemplate("{% for i in (1..50000) %}{{ i }}{% endfor %}"),
      () => ({}),
      { now: () => 0, random: () => 0, budget },
    );
  once();
  const { steps, held } = budget;
  assert.ok(steps < new Budget().steps && held > 0);
  once();
  assert.ok(budget.steps < steps && budget.held > held);
  assert.throws(() => {
    for (let i = 0; i < 100; i++) once();
  }, LimitExceededError);
  budget.close();
});

Deno.test("the filters of dates know the gateway's clock, and its zone", () => {
  const world = { now: () => Date.UTC(2026, 0, 5, 23, 59, 58), random: () => 0 };
  const said = (text: string) => renderTemplate(() => parseTemplate(text), () => ({}), world);
  assert.equal(said('{{ "now" | date: "%Y-%m-%d %H:%M:%S" }}'), "2026-01-05 23:59:58");
  assert.equal(said('{{ "today" | date: "%s" }}'), "1767657598");
  assert.equal(said('{{ "Now" | Date: "yyyy-MM-dd HH:mm:ss" }}'), "2026-01-05 23:59:58");
  assert.equal(said('{{ "12:30" | Date: "yyyy-MM-dd HH:mm" }}'), "2026-01-05 12:30");
});
