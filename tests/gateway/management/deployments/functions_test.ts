/** Template functions, by the examples of their documentation. */
import assert from "node:assert/strict";
import type { Json } from "../../../../lib/gateway/management/arm/json.ts";
import { Evaluator, StepBudget } from "../../../../lib/gateway/management/deployments/evaluator.ts";
import { TemplateError } from "../../../../lib/gateway/management/deployments/template_error.ts";

const PARAMETERS: Record<string, Json> = {
  list: ["one", "two", "three"],
  numbers: [0, 3, 2, 5, 4],
  object: { one: "a", two: { three: "c" }, four: null },
  dogs: [
    { name: "Evie", age: 5, interests: ["Ball", "Frisbee"] },
    { name: "Casper", age: 3, interests: ["Other dogs"] },
    { name: "Indy", age: 2, interests: ["Butter"] },
  ],
  text: "One Two",
  nothing: null,
};

const evaluator = () =>
  new Evaluator({
    parameter: (name) => PARAMETERS[name] ?? null,
    variable: () => null,
    functions: new Map(),
    userFunction: () => undefined,
    budget: new StepBudget(),
  });

const VECTORS: readonly [expression: string, value: Json][] = [
  ["concat('prefix', '-', 5)", "prefix-5"],
  ["concat(createArray('a'), createArray('b', 'c'))", ["a", "b", "c"]],
  [
    "format('{0}, {1}. Number: {2:N0}', 'Hello', 'User', 8175133)",
    "Hello, User. Number: 8,175,133",
  ],
  ["format('{{{0}}} {1,5}|{1,-5}|', 'x', 'ab')", "{x}    ab|ab   |"],
  ["format('{0:D3}-{0:X}', 42)", "042-2A"],
  ["format('it''s {0}', true())", "it's True"],
  ["toUpper(toLower('MiXed'))", "MIXED"],
  ["substring(parameters('text'), 4, 3)", "Two"],
  ["substring('abc', 1)", "bc"],
  ["replace('123-123-1234', '-', '')", "1231231234"],
  ["split('one;two,three', createArray(',', ';'))", ["one", "two", "three"]],
  ["join(parameters('list'), ', ')", "one, two, three"],
  ["padLeft('123', 10, '0')", "0000000123"],
  ["trim('    one two three   ')", "one two three"],
  ["startsWith('abcdef', 'AB')", true],
  ["endsWith('abcdef', 'e')", false],
  ["indexOf('test', 'S')", 2],
  ["lastIndexOf('test', 't')", 3],
  ["base64ToString(base64('one, two, three'))", "one, two, three"],
  ["base64ToJson(base64('{\"a\": 1}')).a", 1],
  [
    "uriComponent('http://contoso.com/resources/nested/azuredeploy.json')",
    "http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json",
  ],
  ["uriComponentToString(uriComponent('a b/c'))", "a b/c"],
  [
    "uri('http://contoso.org/firstpath/', 'myscript.sh')",
    "http://contoso.org/firstpath/myscript.sh",
  ],
  ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", "Hello, World!"],
  ["string(createObject('a', 1))", '{"a":1}'],
  ["length(uniqueString('a', 'b'))", 13],
  ["equals(uniqueString('a'), uniqueString('a'))", true],
  ["guid('a')", "3703365d-5a9f-59b4-bca7-b9681389e4c1"],
  ["contains(parameters('text'), 'Two')", true],
  ["contains(parameters('object'), 'ONE')", true],
  ["contains(parameters('list'), 'four')", false],
  ["empty('')", true],
  ["empty(parameters('object'))", false],
  ["length(parameters('list'))", 3],
  ["length(parameters('object'))", 3],
  ["first('One Two Three')", "O"],
  ["last(parameters('list'))", "three"],
  ["skip(parameters('list'), 2)", ["three"]],
  ["take(parameters('text'), 2)", "On"],
  [
    "union(createObject('a', 1, 'b', createObject('c', 1)), createObject('b', createObject('d', 2)))",
    { a: 1, b: { c: 1, d: 2 } },
  ],
  ["union(createArray('a', 'b'), createArray('b', 'c'))", ["a", "b", "c"]],
  ["intersection(createArray(1, 2, 3), createArray(2, 3, 4))", [2, 3]],
  ["intersection(createObject('a', 1, 'b', 2), createObject('b', 2, 'c', 3))", { b: 2 }],
  ["range(5, 3)", [5, 6, 7]],
  ["flatten(createArray(createArray(1, 2), createArray(3)))", [1, 2, 3]],
  ["min(parameters('numbers'))", 0],
  ["max(0, 3, 2)", 3],
  ["items(createObject('b', 2, 'a', 1))", [{ key: "a", value: 1 }, { key: "b", value: 2 }]],
  ["objectKeys(createObject('b', 2, 'a', 1))", ["a", "b"]],
  [
    "shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2))))",
    { a: { y: 2 } },
  ],
  ["tryGet(parameters('object'), 'two', 'three')", "c"],
  ["tryGet(parameters('object'), 'none', 'three')", null],
  ["parameters('object').two.THREE", "c"],
  ["parameters('object')['one']", "a"],
  ["parameters('list')[1]", "two"],
  ["parameters('object').?none", null],
  ["indexFromEnd(parameters('list'), 1)", "three"],
  ["map(parameters('dogs'), lambda('dog', lambdaVariables('dog').name))", [
    "Evie",
    "Casper",
    "Indy",
  ]],
  ["map(range(0, 3), lambda('i', format('n{0}', lambdaVariables('i'))))", ["n0", "n1", "n2"]],
  [
    "map(filter(parameters('dogs'), lambda('d', greaterOrEquals(lambdaVariables('d').age, 3))), lambda('d', lambdaVariables('d').name))",
    ["Evie", "Casper"],
  ],
  [
    "reduce(map(parameters('dogs'), lambda('d', lambdaVariables('d').age)), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))",
    10,
  ],
  [
    "map(sort(parameters('dogs'), lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age))), lambda('d', lambdaVariables('d').name))",
    ["Indy", "Casper", "Evie"],
  ],
  [
    "toObject(parameters('dogs'), lambda('d', lambdaVariables('d').name), lambda('d', lambdaVariables('d').age))",
    { Evie: 5, Casper: 3, Indy: 2 },
  ],
  ["mapValues(createObject('a', 1, 'b', 2), lambda('v', mul(lambdaVariables('v'), 10)))", {
    a: 10,
    b: 20,
  }],
  [
    "length(groupBy(parameters('dogs'), lambda('d', substring(lambdaVariables('d').name, 0, 1))).E)",
    1,
  ],
  ["add(5, sub(7, mul(2, 3)))", 6],
  ["div(8, 3)", 2],
  ["div(-7, 2)", -3],
  ["mod(7, 3)", 1],
  ["int('4')", 4],
  ["float('3.5')", 3.5],
  ["bool('1')", true],
  ["and(true(), or(false(), not(false())))", true],
  ["if(equals('a', 'a'), 'yes', fail())", "yes"],
  ["coalesce(null(), parameters('nothing'), 'c')", "c"],
  ["equals(createArray(1, 'a'), createArray(1, 'a'))", true],
  ["equals('a', 'A')", false],
  ["greater('b', 'a')", true],
  ["lessOrEquals(1, 1)", true],
  ["dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')", "2023-04-07T14:53:14Z"],
  ["dateTimeAdd('2020-04-07 14:53:14Z', '-P9D', 'yyyy-MM-dd')", "2020-03-29"],
  ["dateTimeToEpoch('2021-01-01T00:00:00Z')", 1609459200],
  ["dateTimeFromEpoch(1609459200)", "2021-01-01T00:00:00Z"],
  ["json('[1, {\"a\": null}]')", [1, { a: null }]],
  ["array('x')", ["x"]],
];

for (const [expression, expected] of VECTORS) {
  Deno.test(`[${expression}]`, () => {
    assert.deepEqual(evaluator().evaluate(`[${expression}]`), expected);
  });
}

Deno.test("what an expression gets wrong is said with the function's name", () => {
  const wrong: [string, RegExp][] = [
    ["substring('abc', 2, 5)", /'substring' of 5 from 2/],
    ["first(createArray())", /'first' meets an array/],
    ["div(1, 0)", /'div' cannot divide by 0/],
    ["add('1', 2)", /'add' expects an integer as argument 1: it is of type 'String'/],
    [
      "parameters('object').none",
      /property 'none' doesn't exist, available properties are 'one, two, four'/,
    ],
    ["range(0, 10001)", /10001 are asked for/],
    ["format('{1}', 'a')", /no argument for '\{1\}'/],
    ["json('{')", /expects JSON/],
    ["copyIndex()", /no loop/],
    ["uriComponentToString('%')", /'uriComponentToString' cannot be evaluated/],
    ["uri('x', 'y')", /expects an absolute URI/],
    ["dateTimeAdd('2020-01-01', 'PX')", /'dateTimeAdd' cannot be evaluated/],
    ["padLeft('a', 999999999)", /at the most/],
    ["map(parameters('list'), 'x')", /expects a lambda/],
    ["concat()", /at least 1 arguments: it has 0/],
  ];
  for (const [expression, message] of wrong) {
    assert.throws(() => evaluator().evaluate(`[${expression}]`), (error) => {
      assert(error instanceof TemplateError, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("an expression that grows without end meets the budget", () => {
  const grow =
    "reduce(range(0, 9999), '', lambda('a', 'b', concat(lambdaVariables('a'), parameters('text'), lambdaVariables('a'))))";
  assert.throws(() => evaluator().evaluate(`[${grow}]`), /characters|steps/);
  const nested = `${"concat(".repeat(200)}'a'${")".repeat(200)}`;
  assert.throws(() => evaluator().evaluate(`[${nested}]`), /nested deeper/);
});
