import assert from "node:assert/strict";
import { chooseFidelity } from "../../../../lib/gateway/contracts/fidelity.ts";
import { compileDocument } from "../../../../lib/gateway/policy/compile/compile.ts";
import { compileValid, findings, policies, run } from "../harness.ts";

/** What a document is refused for. Places count from the start of each text. */
const REFUSED: readonly [what: string, text: string, found: string[]][] = [
  ["another root", "<policy/>", ["wrong-root 1:2"]],
  ["a fragment", "<fragment/>", ["wrong-root 1:2"]],
  [
    "a section twice",
    "<policies><inbound/><outbound/><inbound/></policies>",
    ["invalid-child 1:33"],
  ],
  ["a section that there is none of", "<policies><in/></policies>", ["invalid-child 1:12"]],
  ["an attribute of a section", `<policies><inbound a="1"/></policies>`, [
    "unknown-attribute 1:20",
  ]],
  ["text in a section", "<policies>\n<inbound>hi</inbound></policies>", ["no-text 2:2"]],
  [
    "two policies in backend",
    `<policies><backend><base/><forward-request/></backend></policies>`,
    ["backend-holds-one 1:12"],
  ],
  ["an unknown policy", policies({ inbound: "\n <no-such/>" }), ["unknown-policy 2:3"]],
  ["a policy that cannot be run", policies({ inbound: "\n<xsl-transform/>" }), [
    "unsupported-policy 2:2",
  ]],
  [
    "attributes of a Service Fabric cluster",
    policies({
      inbound: `\n<set-backend-service backend-id="b" sf-resolve-condition="@(true)" sf-what="1"/>`,
    }),
    ["unsupported-attribute 2:37", "unknown-attribute 2:68"],
  ],
  ["a policy in the wrong section", policies({ inbound: "\n<forward-request/>" }), [
    "wrong-section 2:2",
  ]],
  ["an unknown attribute", policies({ backend: `\n<forward-request time="1"/>` }), [
    "unknown-attribute 2:18",
  ]],
  ["a missing attribute", policies({ inbound: `\n<set-variable value="x"/>` }), [
    "missing-attribute 2:2",
  ]],
  ["an empty name", policies({ inbound: `\n<set-variable name=" " value="x"/>` }), [
    "invalid-value 2:15",
  ]],
  ["a number that is none", policies({ backend: `\n<forward-request timeout="soon"/>` }), [
    "invalid-value 2:18",
  ]],
  [
    "a number out of range",
    policies({ inbound: `\n<retry condition="true" count="51" interval="1"/>` }),
    ["invalid-value 2:25"],
  ],
  ["a value outside its list", policies({ inbound: `\n<trace source="a" severity="bad"/>` }), [
    "invalid-value 2:19",
  ]],
  ["a boolean that is none", policies({ backend: `\n<forward-request buffer-response="1"/>` }), [
    "invalid-value 2:18",
  ]],
  [
    "an expression where none may be",
    policies({ inbound: `\n<set-variable name="@(1)" value=""/>` }),
    [
      "no-expression 2:15",
    ],
  ],
  [
    "a header's name that is none",
    policies({
      inbound: `\n<rate-limit calls="1" renewal-period="1" retry-after-header-name="a b"/>`,
    }),
    ["invalid-value 2:42"],
  ],
  ["text where none may be", policies({ inbound: `\n<set-header name="a">b</set-header>` }), [
    "no-text 2:2",
    "incomplete-content 2:2",
  ]],
  ["an element without its text", policies({ inbound: `\n<set-method/>` }), ["missing-text 2:2"]],
  ["an unknown child", policies({ inbound: `<choose>\n<if/></choose>` }), [
    "invalid-child 2:2",
  ]],
  [
    "children out of order",
    policies({ inbound: `<choose><otherwise/>\n<when condition="true"/></choose>` }),
    ["invalid-child 2:2"],
  ],
  [
    "a child too often",
    policies({ inbound: `<choose><when condition="true"/><otherwise/>\n<otherwise/></choose>` }),
    ["invalid-child 2:2"],
  ],
  [
    "two ways to a backend",
    policies({ inbound: `\n<set-backend-service base-url="https://a" backend-id="b"/>` }),
    ["backend-or-url 2:2"],
  ],
  ["no way to a backend", policies({ inbound: `\n<set-backend-service/>` }), [
    "backend-or-url 2:2",
  ]],
  [
    "a new request to nowhere",
    policies({ inbound: `\n<send-request response-variable-name="x"/>` }),
    [
      "incomplete-content 2:2",
    ],
  ],
  [
    "a template that is none",
    policies({ inbound: `\n<set-body template="liquid">{% if %}</set-body>` }),
    [
      "invalid-template 2:2",
    ],
  ],
];

for (const [what, text, found] of REFUSED) {
  Deno.test(`compileDocument refuses ${what}`, () => assert.deepEqual(findings(text), found));
}

Deno.test("compileDocument finds everything at once, in the order of the text", () => {
  const text = policies({
    inbound: `\n<no-such/>\n<set-header name="a" exist-action="skip"/>`,
    outbound: `\n<choose/>`,
  });
  assert.deepEqual(findings(text), [
    "unknown-policy 2:2",
    "incomplete-content 3:2",
    "unknown-attribute 3:22",
    "incomplete-content 4:2",
  ]);
});

Deno.test("findings use the service's words", () => {
  const message = (text: string) =>
    compileDocument(text, {
      format: "rawxml",
      kind: "policies",
      scope: "api",
      namedValues: new Map(),
      fragments: new Map(),
      backendIds: new Set(["known"]),
      loggerIds: null,
    }).diagnostics.map(({ element, message }) => `${element}: ${message}`);
  assert.deepEqual(
    message(policies({ inbound: `<set-header name="a" exists-action="delete">x</set-header>` })),
    [`set-header: The element 'set-header' cannot contain text. List of possible elements expected: 'value'.`],
  );
  assert.deepEqual(
    message(policies({ inbound: `<set-backend-service backend-id="idbackEnd"/>` })),
    [
      `set-backend-service: Backend with id 'idbackEnd' could not be found.`,
    ],
  );
  assert.deepEqual(message(policies({ backend: `<base/><base/>` })), [
    "backend: backend section allows only one policy to be specified",
  ]);
  assert.deepEqual(message(policies({ outbound: `<forward-request/>` })), [
    "forward-request: Policy is not allowed in this section",
  ]);
  assert.deepEqual(message(policies({ inbound: `<set-method>{{verb}}</set-method>` })), [
    "set-method: Cannot find a property 'verb'",
  ]);
});

Deno.test("sections may come in any order and be left out", () => {
  const document = compileValid("<policies><outbound/><inbound/></policies>");
  assert.equal(document.sections.backend, null);
  assert.notEqual(document.sections.inbound, null);
});

Deno.test("a document alone may leave values to be filled in, one in a service may not", () => {
  const text = policies({
    inbound:
      `\n<set-backend-service backend-id="{backend-id}"/>\n<include-fragment fragment-id="f"/>`,
    backend: `\n<forward-request timeout="{0}"/>`,
    outbound: `\n<set-header name="a"><value>{{value}}</value></set-header>`,
  });
  assert.deepEqual(findings(text), []);
  // named values are put in before anything else is looked at
  const inService = (text: string) => findings(text, { backendIds: new Set() });
  assert.deepEqual(inService(text), ["unknown-named-value 5:23"]);
  assert.deepEqual(inService(text.replace("{{value}}", "a")), [
    "unknown-backend 2:2",
    "unknown-fragment 3:2",
    "invalid-value 4:18",
  ]);
});

Deno.test("a document alone may leave elements to be filled in, one in a service may not", () => {
  const text = policies({ inbound: `\n<choose>{limits}</choose>\n{rules}` });
  assert.deepEqual(findings(text), []);
  const found = ["no-text 1:12", "no-text 2:2", "incomplete-content 2:2"];
  assert.deepEqual(findings(text, { backendIds: new Set() }), found);
  assert.equal(findings(policies({ inbound: "\n<choose>{limits} now</choose>" })).length, 2);
});

Deno.test("code around a named value that is not there yet is checked, and fails when it runs", async () => {
  const text = (code: string) =>
    policies({ inbound: `<set-variable name="a" value="@(${code})"/>` });
  assert.deepEqual(findings(text("{{limit}} + 1")), []);
  assert.deepEqual(findings(text("{{limit}} + nothing")), ["CS0103 1:64"]);
  const { status, context } = await run(text("{{limit}} + 1"));
  assert.deepEqual([status, context.lastError?.reason], [500, "ValueNotFilledIn"]);
});

Deno.test("findings of C# stand where the code stands", () => {
  const text = policies({
    inbound: `<set-variable name="a" value="@{\n  var i = 1;\n  return j;\n}"/>`,
  });
  assert.deepEqual(findings(text), ["CS0103 3:10"]);
});

Deno.test("named values are found in any case, and not looked for in comments and liquid", () => {
  const text = policies({
    inbound: `<!-- {{nothing}} --><set-method>{{VERB}}</set-method>` +
      `<set-body template="liquid">{{body.name}}</set-body>`,
  });
  const namedValues = new Map([["Verb", "PUT"]]);
  assert.deepEqual(findings(text, { namedValues, backendIds: new Set() }), []);
  assert.deepEqual([...compileValid(text, { namedValues }).references.namedValues], ["verb"]);
});

Deno.test("a fragment is checked alone, and where it is included", () => {
  const fragment = `<fragment>\n  <forward-request/>\n  <no-such/></fragment>`;
  assert.deepEqual(findings(fragment, { kind: "fragment" }), ["unknown-policy 3:4"]);
  const { diagnostics } = compileDocument(
    policies({ inbound: `\n<include-fragment fragment-id="F"/>` }),
    {
      format: "rawxml",
      kind: "policies",
      scope: "api",
      namedValues: new Map(),
      fragments: new Map([["f", { text: fragment, format: "rawxml" }]]),
      backendIds: new Set(),
      loggerIds: null,
    },
  );
  assert.deepEqual(diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`), [
    "2:2 In fragment 'f', line 2, column 4: Policy is not allowed in this section",
    "2:2 In fragment 'f', line 3, column 4: There is no policy 'no-such'.",
  ]);
});

Deno.test("a fragment alone may hold policies of any section, at any depth", () => {
  const inside = `<choose><when condition="true"><forward-request/></when></choose>`;
  assert.deepEqual(findings(`<fragment>${inside}</fragment>`, { kind: "fragment" }), []);
});

Deno.test("a fragment may not hold base", () => {
  assert.deepEqual(findings("<fragment>\n<base/></fragment>", { kind: "fragment" }), [
    "not-in-fragment 2:2",
  ]);
});

const nested = { fidelity: chooseFidelity({ nestedFragments: "allowed" }) };

Deno.test("a fragment may not include another one, unless the switch says so", () => {
  const outer = `<fragment>\n<include-fragment fragment-id="inner"/></fragment>`;
  const inner = {
    text: `<fragment><set-method>GET</set-method></fragment>`,
    format: "rawxml",
  } as const;
  const fragments = new Map([["inner", inner]]);
  assert.deepEqual(findings(outer, { kind: "fragment", fragments }), ["not-in-fragment 2:2"]);
  assert.deepEqual(findings(outer, { kind: "fragment", fragments, ...nested }), []);
});

Deno.test("a fragment that includes itself is a finding", () => {
  const include = (id: string) => `<include-fragment fragment-id="${id}"/>`;
  const fragment = (id: string) =>
    ({ text: `<fragment>${include(id)}</fragment>`, format: "rawxml" }) as const;
  const fragments = new Map([["a", fragment("b")], ["b", fragment("a")]]);
  assert.deepEqual(findings(policies({ inbound: `\n${include("a")}` }), { fragments, ...nested }), [
    "fragment-cycle 2:2",
  ]);
});

Deno.test("fragments that multiply are a finding, not a hang", () => {
  const tenTimes = (id: string) => `<include-fragment fragment-id="${id}"/>`.repeat(10);
  const fragments = new Map(
    Array.from(
      { length: 9 },
      (
        _,
        i,
      ) => [`f${i}`, {
        text: `<fragment>${tenTimes(`f${i + 1}`)}</fragment>`,
        format: "rawxml" as const,
      }],
    ),
  );
  fragments.set("f9", {
    text: `<fragment><set-method>GET</set-method></fragment>`,
    format: "rawxml",
  });
  assert.deepEqual(
    findings(policies({ inbound: `\n${tenTimes("f0")}` }), { fragments, ...nested }).length,
    1,
  );
});

Deno.test("a policy's id is allowed everywhere and a document names what it refers to", () => {
  const { references } = compileValid(
    policies({ inbound: `<set-backend-service id="x" backend-id="Pool-1"/>` }),
  );
  assert.deepEqual([...references.backends], ["pool-1"]);
});
