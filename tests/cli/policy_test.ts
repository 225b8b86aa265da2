import assert from "node:assert/strict";

const SCRIPT = new URL("../../lib/cli/policy.ts", import.meta.url).pathname;

const GOOD =
  "<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound>" +
  "<on-error><base /></on-error></policies>";
const BAD = GOOD.replace("<inbound>", "<inbound>\n  <teleport />");
/** Sends the body of a retried request only once: the doctor's first advice. */
const RISKY = GOOD.replace(
  "<backend><base /></backend>",
  '<backend><retry condition="@(context.Response.StatusCode == 429)" count="2" interval="1">' +
    "<forward-request /></retry></backend>",
);

async function policy(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    lines: decoder.decode(stdout).trimEnd().split("\n"),
    stderr: decoder.decode(stderr),
  };
}

async function withFiles(
  files: Readonly<Record<string, string>>,
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/below`);
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("policy check prints file:line:col code message for each finding, and fails", async () => {
  await withFiles({ "bad.xml": BAD }, async (folder) => {
    const { code, lines } = await policy("check", `${folder}/bad.xml`);
    assert.equal(code, 1);
    assert.match(lines[0], new RegExp(`^${folder}/bad\\.xml:2:\\d+ unknown-policy .*teleport`));
    assert.match(lines[1], /^ {2}2 \| {3}<teleport \/><base/);
    assert.deepEqual(lines.slice(2), ["    |    ^", "0 ok, 1 refused"]);
  });
});

Deno.test("policy check says what was meant, in XML and in C#", async () => {
  const slips = GOOD.replace(
    "<inbound>",
    '<inbound><set-varable name="a" value="b" /><set-variable nme="a" value="@(contxt)" />' +
      '<set-body>@(context.Request.Headrs.Count + "".Lenght)</set-body>' +
      '<set-header name="x"><valeu>y</valeu></set-header>',
  );
  await withFiles({ "slips.xml": slips }, async (folder) => {
    const { lines } = await policy("check", `${folder}/slips.xml`);
    const meant = lines.flatMap((line) => / = did you mean "(.*)"\?$/.exec(line)?.[1] ?? []);
    assert.deepEqual(meant, ["set-variable", "name", "context", "Headers", "value"]);
    for (const line of lines.filter((line) => !line.startsWith("  "))) {
      assert.match(line, /^\S+\.xml:\d+:\d+ \S+ .|^0 ok, 1 refused$/);
    }
    const json = JSON.parse((await policy("check", "--json", `${folder}/slips.xml`)).lines[0]);
    assert.equal(json.diagnostics[0].meant, "set-variable");
  });
});

Deno.test("policy check takes every .xml below a folder, in order", async () => {
  const files = { "b.xml": GOOD, "a.xml": BAD, "below/c.xml": GOOD, "notes.txt": "<" };
  await withFiles(files, async (folder) => {
    const { code, lines } = await policy("check", "--json", folder);
    const reports = lines.map((line) => JSON.parse(line));
    assert.equal(code, 1);
    assert.deepEqual(reports.map(({ file, ok }) => [file.slice(folder.length), ok]), [
      ["/a.xml", false],
      ["/b.xml", true],
      ["/below/c.xml", true],
    ]);
    const [{ code: found, severity, line, column, message }] = reports[0].diagnostics;
    assert.deepEqual([found, severity, line, typeof column, typeof message], [
      "unknown-policy",
      "error",
      2,
      "number",
      "string",
    ]);
  });
});

Deno.test("policy check gives the doctor's advice without refusing the document", async () => {
  await withFiles({ "risky.xml": RISKY }, async (folder) => {
    const { code, lines } = await policy("check", "--json", `${folder}/risky.xml`);
    const { ok, diagnostics } = JSON.parse(lines[0]);
    assert.equal(code, 0);
    assert.equal(ok, true);
    assert.ok(diagnostics.length > 0);
    assert.ok(diagnostics.every(({ severity }: { severity: string }) => severity === "warning"));
  });
});

Deno.test("policy check goes on after what it cannot read, and fails", async () => {
  await withFiles({ "good.xml": GOOD }, async (folder) => {
    const { code, lines } = await policy(
      "check",
      `${folder}/nowhere.xml`,
      `${folder}/below`,
      `${folder}/good.xml`,
    );
    assert.equal(code, 1);
    assert.match(lines[0], /nowhere\.xml:1:1 unreadable-file It cannot be read: /);
    assert.match(lines[1], /below:1:1 unreadable-file There is no \.xml file in this folder\.$/);
    assert.equal(lines[2], "1 ok, 2 refused");
  });
});

Deno.test("policy check looks at a document for the scope that it is for", async () => {
  const quota = GOOD.replace("<inbound>", '<inbound><quota calls="9" renewal-period="3600" />');
  await withFiles({ "quota.xml": quota }, async (folder) => {
    assert.equal((await policy("check", `${folder}/quota.xml`)).code, 0);
    const { code, lines } = await policy("check", "--scope", "global", `${folder}/quota.xml`);
    assert.equal(code, 1);
    assert.match(lines[0], /quota\.xml:1:\d+ wrong-scope /);
  });
});

Deno.test("policy says what is wrong in a line and exits with 2 for a wrong command line, 0 for --help", async () => {
  for (const args of [[], ["check"], ["chek", "x"], ["check", "--scope", "x", "y"], ["--jsn"]]) {
    const { code, stderr } = await policy(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /^policy: [^\n]+\ndeno task policy --help says what there is\.\n$/);
  }
  const { code, lines } = await policy("--help");
  assert.equal(code, 0);
  assert.match(lines[0], /^usage: /);
});
