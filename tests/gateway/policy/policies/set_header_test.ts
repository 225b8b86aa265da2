import assert from "node:assert/strict";
import { policies, run } from "../harness.ts";

const set = (name: string, action: string, ...values: string[]) =>
  `<set-header name="${name}" exists-action="${action}">${
    values.map((value) => `<value>${value}</value>`).join("")
  }</set-header>`;

/** What `x-a: old` becomes. */
const ACTIONS: readonly [action: string, values: string[], headers: string | undefined][] = [
  ["override", ["new"], "new"],
  ["override", ["1", "2"], "1,2"],
  ["append", ["new"], "old,new"],
  ["append", ["1", "2"], "old,1,2"],
  ["skip", ["new"], "old"],
  ["delete", [], undefined],
];

for (const [action, values, expected] of ACTIONS) {
  Deno.test(`set-header ${action} with ${values.length} values`, async () => {
    const { seen } = await run(set("X-A", action, ...values), { headers: { "x-a": "old" } });
    assert.equal(seen[0].headers["x-a"], expected);
  });
}

Deno.test("set-header skip and append set a header that is missing", async () => {
  const { seen } = await run(set("a", "skip", "1") + set("b", "append", "2"));
  assert.deepEqual([seen[0].headers.a, seen[0].headers.b], ["1", "2"]);
});

Deno.test("set-header overrides by default", async () => {
  const { seen } = await run(`<set-header name="a"><value>n</value></set-header>`, {
    headers: { a: "o" },
  });
  assert.equal(seen[0].headers.a, "n");
});

Deno.test("set-header keeps values of some fields apart", async () => {
  const { response } = await run(
    policies({ outbound: set("Set-Cookie", "override", "a=1", "b=2") }),
  );
  assert.deepEqual(response.headers.values("set-cookie"), ["a=1", "b=2"]);
});

Deno.test("set-header leaves what belongs to the connection, and Server, alone", async () => {
  const { response } = await run(
    policies({ outbound: set("Content-Length", "override", "1") + set("Server", "delete") }),
    { backend: [{ headers: { "Content-Length": "5", Server: "s" } }] },
  );
  assert.deepEqual([response.headers.get("content-length"), response.headers.get("server")], [
    "5",
    "s",
  ]);
});

Deno.test("set-header changes the request in backend and the response after", async () => {
  const { seen, response } = await run(policies({
    inbound: set("a", "override", "in"),
    backend: `<retry condition="false" count="1" interval="0">${
      set("b", "override", "back")
    }<forward-request/></retry>`,
    outbound: set("c", "override", "out"),
  }));
  assert.deepEqual([seen[0].headers.a, seen[0].headers.b], ["in", "back"]);
  assert.equal(response.headers.get("c"), "out");
  assert.equal(response.headers.has("a"), false);
});

for (const bad of ["a b", "a:", "a\u00e9"]) {
  Deno.test(`set-header refuses the name "${bad}" at run time`, async () => {
    const { status, context } = await run(
      `<set-header name="@("${bad}")"><value>1</value></set-header>`,
    );
    assert.equal(status, 500);
    assert.equal(context.lastError?.reason, "InvalidHeader");
    assert.match(
      context.lastError!.message,
      /^Specified value has invalid HTTP Header characters\./,
    );
  });
}

Deno.test("set-header refuses a value that would break out of its line", async () => {
  const { status, seen } = await run(
    `<set-header name="a"><value>@("x\\r\\ny: 1")</value></set-header>`,
  );
  assert.deepEqual([status, seen.length], [500, 0]);
});

Deno.test("set-header refuses line breaks and control characters, and trims what ends a value", async () => {
  const set = (value: string) =>
    run(`<set-header name="a"><value>@("${value}")</value></set-header>`);
  const message = async (value: string) => (await set(value)).context.lastError?.message;
  for (const value of ["x\\ny", "x\\ry", "x\\r\\ny"]) {
    assert.match(
      await message(value) ?? "",
      /^Specified value has invalid CRLF characters\./,
      value,
    );
  }
  assert.match(
    await message("x\\u0001") ?? "",
    /^Specified value has invalid Control characters\./,
  );
  assert.equal((await set(" x\\r\\n")).seen[0].headers.a, "x");
});
