/** Liquid templates over JSON bodies: they give text, an error of the engine's or meet a limit. */
import { Budget } from "../../lib/gateway/expression/values.ts";
import { parseTemplate, renderTemplate } from "../../lib/gateway/policy/liquid/engine.ts";
import { mutated, pick, type Target } from "./target.ts";

const TEMPLATES: readonly string[] = [
  "{% for m in body.list %}{{ m.a | Upcase }}{% unless forloop.last %},{% endunless %}{% endfor %}",
  "{% assign x = body.text | Split: ',' %}{% tablerow i in x cols:2 %}{{ i }}{% endtablerow %}",
  "{% if body.n > 3 and body.text contains 'a' %}{{ body.n | Times: 2 | DividedBy: 3 }}{% else %}b{% endif %}",
  "{% case body.n %}{% when 1 %}one{% when 2, 3 %}more{% else %}{{ body['text'].size }}{% endcase %}",
  "{% capture c %}{% cycle 'a', 'b' %}{% increment n %}{{ 'x' | Append: c | Truncate: 5 }}{% endcapture %}{{ c }}",
  "{{ body.date | Date: 'yyyy-MM-dd' }}{{ body.date | date: '%Y %10000d' }}{% raw %}{{ }}{% endraw %}",
  "{% for i in (1..body.n) reversed limit: 3 %}{% for j in (1..100) %}{{ i }}{% break %}{% endfor %}{% endfor %}",
  "{% assign x = 'a' %}{% for i in (1..30) %}{% assign x = x | Append: x %}{% endfor %}{{ x | Size }}",
  "{% assign x = body.many %}{% for i in (1..30) %}{% assign x = x | Concat: x %}{% endfor %}{{ x | Size }}",
  "{% for i in (1..100000) %}{% if body.long contains 'b' or body.many contains i %}{{ i }}{% endif %}{% endfor %}",
  "{% for i in (1..100000) %}{% assign x = body.many | Where: 'a', i | Sort: 'a' | Uniq | Reverse %}{% endfor %}",
  "{% for i in (1..100000) %}{{ body.long | Slice: i, 5 | Capitalize | Escape | NewlineToBr | Strip }}{% endfor %}",
  "{{ body.long | Split: '' | Join: body.long | TruncateWords: 3 | RemoveFirst: 'a' | ReplaceFirst: 'a', body.long }}",
  "{{ 'now' | date: '%s' }}{{ 'today' | Date: 'yyyy' }}{{ body.n | Modulo: 0 }}{{ body.text | DividedBy: 0 | Round: 400 }}",
  "{% if body.many == body.many and body.long == body.long %}{{ body.many | Map: 'a' | Sum }}{% endif %}{{ body.many }}",
  "{{ body.list | Map: 'a' | Sort | Uniq | Join: '-' | Replace: '-', '+' | StripHtml | UrlEncode }}",
];

const BODY = {
  list: [{ a: "x" }, { a: "<b>y</b>" }, { a: null }],
  text: "a,b,c",
  n: 5,
  date: "2026-01-05T09:00:00Z",
  constructor: { a: 1 },
  long: "a".repeat(20_000),
  many: Array.from({ length: 2_000 }, (_, i) => ({ a: i % 7 })),
};

export function target(): Target {
  return {
    attempt(random) {
      const text = mutated(random, pick(random, TEMPLATES), TEMPLATES);
      const budget = new Budget();
      try {
        renderTemplate(() => parseTemplate(text), () => ({ body: BODY }), {
          now: () => 0,
          random: () => 0,
          budget,
        });
        return "ok";
      } catch (error) {
        if (error instanceof Error) return "refused"; // the policy makes a LiquidError of it
        throw error;
      } finally {
        budget.close();
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
