/** Distinctive secrets in every setting that takes one: none is in what is written or said. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { writeReport } from "../../lib/cli/notebooks/report.ts";
import { openLab } from "../../lib/lab/open.ts";
import { buildPolicy } from "../../lib/policies/mod.ts";
import { inFolder } from "../folder.ts";
import { silently } from "../lab/embedded_lab.ts";

const LIB = new URL("../../lib/cli/", import.meta.url).pathname;

const planted = (where: string) => `p1anted-${where}-5ecret`;
const FOUND = /p1anted|5ecret|cDFhbnRlZC|AxYW50ZWQt/i;

const SECRETS: Readonly<Record<string, string>> = {
  AZURE_CLIENT_SECRET: planted("client"),
  APIM_SUBSCRIPTION_KEY: planted("subscription"),
  AZURE_OPENAI_API_KEY: planted("openai"),
  BACKEND_A_AZURE_OPENAI_API_KEY: planted("backend-a"),
  BACKEND_B_AZURE_OPENAI_API_KEY: planted("backend-b"),
};

const SETTINGS: Readonly<Record<string, string>> = {
  ...SECRETS,
  AZURE_SUBSCRIPTION_ID: "11111111-2222-4333-8444-555555555555",
  APIM_SERVICE_NAME: "my-apim",
  BACKEND_A_AZURE_OPENAI_ENDPOINT: "https://east.openai.azure.com",
  BACKEND_A_DEPLOYMENT: "gpt-4o",
  BACKEND_B_AZURE_OPENAI_ENDPOINT: "https://west.openai.azure.com",
  BACKEND_B_DEPLOYMENT: "gpt-4o",
};

/** Nobody answers there: what says so must not say with what it was asked. */
const NOWHERE = {
  AZURE_RESOURCE_MANAGER_ENDPOINT: "http://127.0.0.1:9",
  AZURE_AUTHORITY_HOST: "https://127.0.0.1:9",
  AZURE_TENANT_ID: "aaaaaaaa-1111-4222-8333-444444444444",
  AZURE_CLIENT_ID: "bbbbbbbb-1111-4222-8333-444444444444",
};

async function run(folder: string, script: string, args: string[], env = SETTINGS) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${LIB}${script}`, ...args],
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, said: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Looks into every file below the folder. @returns how many there are */
async function assertNoneIn(folder: string): Promise<number> {
  let count = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) count += await assertNoneIn(path);
    else {
      assert.doesNotMatch(await Deno.readTextFile(path), FOUND, path);
      count++;
    }
  }
  return count;
}

for (const language of ["arm", "bicep", "terraform"]) {
  Deno.test(`export as ${language} writes and says none`, () =>
    inFolder(async (folder) => {
      const args = ["--strategy", "priority-spillover", "--as", language, "--out", "out"];
      const { code, said } = await run(folder, "export.ts", args);
      assert.equal(code, 0, said);
      assert.doesNotMatch(said, FOUND);
      assert.ok(await assertNoneIn(folder) > 0);
    }));
}

Deno.test("load export writes and says none", () =>
  inFolder(async (folder) => {
    const args = ["export", "--per-second", "2", "--count", "2", "--out", "load"];
    const exported = await run(folder, "load.ts", args, {
      ...SETTINGS,
      ROUTING_KEY: planted("routing"),
    });
    assert.equal(exported.code, 0, exported.said);
    assert.doesNotMatch(exported.said, FOUND);
    assert.ok(await assertNoneIn(folder) > 4);
  }));

Deno.test("load import, sweep, parity and policy check write and say none", () =>
  inFolder(async (folder) => {
    const exported = await run(folder, "load.ts", [
      ...["export", "--per-second", "2", "--count", "2", "--out", "load"],
    ]);
    assert.equal(exported.code, 0, exported.said);
    await Deno.mkdir(`${folder}/load/records`);
    const record = { index: 0, intendedStartMs: 0, startMs: 0, latencyMs: 9, status: 401 };
    const records = `${JSON.stringify({ ...record, error: `no such key` })}\n{"index": 1, "err`;
    await Deno.writeTextFile(`${folder}/load/records/w.jsonl`, records);
    await Deno.writeTextFile(
      `${folder}/sweep.json`,
      JSON.stringify({ strategies: ["baseline"], ptus: [50], seeds: 1, requests: 20 }),
    );
    for (
      const [script, ...args] of [
        ["load.ts", "import", "load", "--results", folder],
        ["load.ts", "import", "load", "--results", folder, "--json"],
        ["sweep.ts", "sweep.json", "--out", "sweep"],
        ["parity.ts", "--only", "cacheMiss", "--json"],
        ["parity.ts", "--only", "cacheMiss"],
        ["parity.ts", "--target", "azure", "--only", "cacheMiss"],
        ["azure.ts", "verify"],
        ["azure.ts", "up"],
      ]
    ) {
      const { said } = await run(folder, script, args, { ...SETTINGS, ...NOWHERE });
      assert.notEqual(said, "", `${script} ${args.join(" ")}`);
      assert.doesNotMatch(said, FOUND, `${script} ${args.join(" ")}`);
    }
    assert.ok(await assertNoneIn(folder) > 6);
  }));

Deno.test("policy check quotes the document, and nothing of the service's secrets", () =>
  inFolder(async (folder) => {
    const resources = [
      {
        type: "namedValues",
        name: "token",
        properties: { displayName: "token", secret: true, value: planted("named-value") },
      },
      {
        type: "backends",
        name: "ptu",
        properties: {
          url: "https://east.openai.azure.com",
          protocol: "http",
          credentials: { header: { "api-key": [planted("credentials")] } },
        },
      },
    ];
    await Deno.writeTextFile(`${folder}/service.json`, JSON.stringify({ resources }));
    await Deno.writeTextFile(
      `${folder}/policy.xml`,
      '<policies><inbound><set-header name="x"><value>{{token}}</value></set-header><oops a="{{token}}" />' +
        '<set-backend-service backend-id="ptu" /></inbound></policies>',
    );
    for (const json of [[], ["--json"]]) {
      const args = ["check", "--service", "service.json", ...json, "policy.xml"];
      const { code, said } = await run(folder, "policy.ts", args);
      assert.equal(code, 1, said);
      assert.match(said, /oops/);
      assert.doesNotMatch(said, FOUND);
    }
  }));

Deno.test("a gateway under way says none, whatever fails in it", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${LIB}gateway.ts`],
    env: { NO_COLOR: "1", ...SETTINGS },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [stdout, forTest] = child.stdout.tee();
  const said = Promise.all([new Response(stdout).text(), new Response(child.stderr).text()]);
  let head = "";
  for await (const chunk of forTest.pipeThrough(new TextDecoderStream())) {
    head += chunk;
    if (head.includes("Ctrl+C")) break;
  }
  const [, gateway] = /^gateway +(\S+)/m.exec(head)!;
  const [, management] = /^management +(\S+)/m.exec(head)!;
  const [, service] = /^service +(\S+)/m.exec(head)!;
  const put = async (path: string, properties: unknown) => {
    const response = await fetch(`${management}${service}/${path}?api-version=2024-05-01`, {
      method: "PUT",
      headers: { "content-type": "application/json", "if-match": "*" },
      body: JSON.stringify({ properties }),
    });
    const text = await response.text();
    if (path.startsWith("apis/")) assert.doesNotMatch(text, FOUND, text);
    return response.status;
  };
  const policy = (inbound: string) =>
    `<policies><inbound><set-backend-service backend-id="b" />${inbound}</inbound>` +
    "<backend><base /></backend></policies>";
  try {
    const value = planted("named-value");
    await put("namedValues/token", { displayName: "token", secret: true, value });
    await put("backends/b", {
      url: "http://127.0.0.1:9",
      protocol: "http",
      credentials: { header: { "api-key": [planted("credentials")] } },
    });
    await put("apis/a", {
      displayName: "a",
      path: "a",
      protocols: ["https"],
      subscriptionRequired: false,
    });
    await put("apis/a/operations/o", { displayName: "o", method: "POST", urlTemplate: "/o" });
    for (
      const [inbound, expected] of [
        ["", 500],
        ['<set-variable name="v" value="@(int.Parse(&quot;{{token}}&quot;))" />', 500],
        ['<set-header name="{{token}}" /><oops a="{{token}}" />', null],
        [
          '<validate-jwt header-name="Authorization"><issuer-signing-keys><key>{{token}}</key></issuer-signing-keys></validate-jwt>',
          401,
        ],
      ] as const
    ) {
      const status = await put("apis/a/policies/policy", { format: "xml", value: policy(inbound) });
      assert.equal(status < 300, expected !== null, `${inbound}: ${status}`);
      const reply = await fetch(`${gateway}/a/o?code=${planted("query")}`, {
        method: "POST",
        headers: { authorization: `Bearer ${planted("authorization")}` },
        body: planted("body"),
      });
      const text = await reply.text();
      if (expected !== null) assert.equal(reply.status, expected, text);
      assert.doesNotMatch(text + JSON.stringify([...reply.headers]), FOUND);
    }
  } finally {
    child.kill("SIGTERM");
  }
  assert.doesNotMatch((await said).join("\n"), FOUND);
  await child.status;
});

const WRONG: readonly string[] = [
  `https://u:${planted("password")}@east.openai.azure.com`,
  `https://u:p/${planted("password")}@east.openai.azure.com`,
  `https://east.openai.azure.com/?code=${planted("code")}`,
  `https://east.openai.azure.com/#${planted("fragment")}`,
  `${planted("key-in-the-wrong-place")}`,
];

Deno.test("an endpoint that is refused is shown without what may be secret in it", () =>
  inFolder(async (folder) => {
    for (const endpoint of WRONG) {
      const error = await openLab("planted", {
        config: {
          folder,
          environment: { ...SETTINGS, BACKEND_A_AZURE_OPENAI_ENDPOINT: endpoint },
        },
      }).then(() => null, (error: Error) => error);
      assert.match(error!.message, /BACKEND_A_AZURE_OPENAI_ENDPOINT/);
      assert.doesNotMatch(error!.message, FOUND);
    }
  }));

Deno.test("an embedded lab writes results, records and a report without any", () =>
  inFolder((folder) =>
    silently(async (shown) => {
      const results = `${folder}/results`;
      const lab = await openLab("planted", {
        config: {
          folder,
          environment: { ...SETTINGS, WORKSHOP_TARGET: "embedded", WORKSHOP_RESULTS: results },
        },
      });
      try {
        await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options));
        const records = await lab.openLoop("a run", { count: 6, perSecond: 5, arrivals: "even" });
        assert.equal(records.length, 6);
        await (await lab.results()).add("priority-spillover", records);
      } finally {
        await lab.close();
      }
      const outcome = { name: "planted", durationMs: 1, error: null, cell: 1 };
      await writeReport(pathToFileURL(`${results}/`), [outcome], null);
      assert.ok(await assertNoneIn(folder) >= 3);
      assert.doesNotMatch(JSON.stringify(shown), FOUND);
    })
  ));

Deno.test("what a cell throws or shows of an embedded lab holds none", () =>
  inFolder((folder) =>
    silently(async () => {
      const environment = {
        ...SETTINGS,
        WORKSHOP_TARGET: "embedded",
        WORKSHOP_RESULTS: `${folder}/results`,
      };
      const lab = await openLab("planted", { config: { folder, environment } });
      const [{ apiKey }] = lab.backends;
      const keys = [lab.gateway.headers["Ocp-Apim-Subscription-Key"], apiKey!.reveal()];
      const wrong = (key: string) =>
        `<policies><inbound><oops at="${" ".repeat(70)}${key}" /></inbound></policies>`;
      const thrown = (work: Promise<unknown>) => work.then(() => assert.fail(), (error) => error);
      try {
        for (const key of [...keys, SETTINGS.BACKEND_A_AZURE_OPENAI_API_KEY]) {
          const seen = [
            lab,
            lab.gateway,
            lab.direct(lab.backends[0]),
            lab.backends,
            await thrown(lab.putPolicy({ xml: wrong(key) })),
            // deno-lint-ignore no-explicit-any -- as a slip of the pen would have it
            await thrown(lab.openLoop("x", { count: key, perSecond: 1 } as any)),
          ];
          for (const one of seen) {
            // An error's cause is the SDK's own: a kernel shows message and stack.
            const shown = one instanceof Error
              ? [one.message, one.stack, JSON.stringify(one)].join()
              : [Deno.inspect(one, { depth: 9 }), JSON.stringify(one.gateway ?? one)].join();
            assert.ok(!shown.includes(key.slice(0, 12)), shown.slice(0, 2_000));
          }
        }
      } finally {
        await lab.close();
      }
    })
  ));
