import assert from "node:assert/strict";
import { armError, foundationStub, type Stub, SUBSCRIPTION } from "../azure/foundation_stub.ts";
import { lossyNetwork } from "../azure/lossy_network.ts";
import { inFolder } from "../folder.ts";

const SCRIPT = new URL("../../lib/cli/azure.ts", import.meta.url).pathname;

async function azure(folder: string, stub: Stub | string, ...args: string[]) {
  const endpoint = typeof stub === "string" ? stub : stub.url;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    cwd: folder,
    stdin: "null",
    env: {
      NO_COLOR: "1",
      AZURE_RESOURCE_MANAGER_ENDPOINT: endpoint,
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
    },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const UP = ["up", "--email", "me@example.com", "--yes"];

Deno.test("azure up deploys, tells what ends, says the cost, and writes .env without a key", () =>
  inFolder(async (folder) => {
    await using stub = foundationStub();
    await Deno.writeTextFile(`${folder}/.env`, "WORKSHOP_SEED=mine\n");
    const regions = "eastus2:GlobalProvisionedManaged:15,swedencentral";
    const { code, stdout, stderr } = await azure(folder, stub, ...UP, "--regions", regions);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /About \$15\.21 an hour/);
    assert.match(stdout, /\$15\.00 15 PTUs in eastus2/);
    assert.match(stdout, /made Microsoft\.CognitiveServices\/accounts aoai-0-eastus2-xyz \(34s\)/);
    const env = await Deno.readTextFile(`${folder}/.env`);
    assert.match(env, /^APIM_SERVICE_NAME=apim-routing-xyz$/m);
    assert.match(env, /^BACKEND_AUTH=managed-identity$/m);
    assert.match(env, /^BACKEND_A_TYPE=PTU$/m);
    assert.match(env, /^BACKEND_B_PRIORITY=2$/m);
    assert.match(env, /^WORKSHOP_SEED=mine$/m);
    assert.ok(!/KEY/.test(env));
    assert.deepEqual(stub.groups.get("rg-routing-workshop"), { createdBy: "routing-workshop" });

    const again = await azure(folder, stub, ...UP, "--regions", regions);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(await Deno.readTextFile(`${folder}/.env`), env, "doing it twice is as once");
  }));

Deno.test("azure down removes what up made and nothing else, and says what is kept", () =>
  inFolder(async (folder) => {
    await using stub = foundationStub();
    await azure(folder, stub, ...UP);
    stub.add(
      { type: "Microsoft.Storage/storageAccounts", name: "theirs", location: "x" },
      "rg-routing-workshop",
    );
    const { code, stdout, stderr } = await azure(folder, stub, "down", "--yes");
    assert.equal(code, 0, stderr);
    assert.deepEqual([...stub.resources.values()].map(({ name }) => name), ["theirs"]);
    assert.ok(stub.groups.has("rg-routing-workshop"), "a group with others' things in it");
    assert.match(stdout, /left as it is:\n {2}Microsoft\.Storage\/storageAccounts theirs/);
    assert.match(stdout, /az apim deletedservice purge --service-name apim-routing-xyz/);
    assert.equal(await Deno.readTextFile(`${folder}/.env`), "");
  }));

Deno.test("azure down --purge frees the names, and the group goes with them", () =>
  inFolder(async (folder) => {
    await using stub = foundationStub();
    await azure(folder, stub, ...UP);
    const { code, stdout, stderr } = await azure(folder, stub, "down", "--yes", "--purge");
    assert.equal(code, 0, stderr);
    assert.deepEqual([stub.resources.size, stub.groups.size, stub.kept.size], [0, 0, 0]);
    assert.ok(!stdout.includes("48 hours"), stdout);
    const nothing = await azure(folder, stub, "down", "--yes");
    assert.equal(nothing.code, 0);
    assert.match(nothing.stdout, /There is no resource group rg-routing-workshop/);
  }));

Deno.test("azure down says how long a workspace is kept, and --purge leaves none", () =>
  inFolder(async (folder) => {
    await using stub = foundationStub();
    const workspace = {
      type: "Microsoft.OperationalInsights/workspaces",
      name: "log",
      location: "x",
      tags: { createdBy: "routing-workshop" },
    };
    stub.groups.set("rg", {});
    stub.add(workspace, "rg");
    const down = ["down", "--yes", "--resource-group", "rg"];
    assert.match((await azure(folder, stub, ...down)).stdout, /workspaces log: 14 days/);
    stub.add(workspace, "rg");
    const purged = await azure(folder, stub, ...down, "--purge");
    assert.ok(!purged.stdout.includes("14 days"), purged.stdout);
    assert.deepEqual([stub.resources.size, stub.groups.size], [0, 1]);
  }));

/** Kills `azure ARGS` (SIGKILL) as soon as it has made a call that fits. */
async function killedAt(folder: string, stub: Stub, fits: RegExp, ...args: string[]) {
  const calls = stub.calls.length;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", SCRIPT, ...args],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    env: { AZURE_RESOURCE_MANAGER_ENDPOINT: stub.url, AZURE_SUBSCRIPTION_ID: SUBSCRIPTION },
  }).spawn();
  const { answer } = stub.options;
  stub.options.answer = (method, path) => {
    if (fits.test(stub.calls.slice(calls).at(-1) ?? "")) {
      stub.options.answer = answer;
      child.kill("SIGKILL");
    }
    return answer?.(method, path);
  };
  assert.equal((await child.status).signal, "SIGKILL");
}

for (
  const [when, fits] of [
    ["before the group is made", /^PUT .*resourcegroups\/[^/]+$/],
    ["before the deployment begins", /^PUT .*deployments/],
    ["while the deployment runs", /^GET .*deployments\/[^/]+\/operations/],
  ] as const
) {
  Deno.test(`azure up killed ${when}: up goes on, or down leaves nothing behind`, () =>
    inFolder(async (folder) => {
      await using stub = foundationStub();
      stub.groups.set("rg-theirs", {});
      await killedAt(folder, stub, fits, ...UP);
      const down = await azure(folder, stub, "down", "--yes", "--purge");
      assert.equal(down.code, 0, down.stderr);
      assert.deepEqual([...stub.groups.keys()], ["rg-theirs"]);
      assert.deepEqual([stub.resources.size, stub.kept.size], [0, 0]);

      await killedAt(folder, stub, fits, ...UP);
      const up = await azure(folder, stub, ...UP);
      assert.equal(up.code, 0, up.stderr);
      assert.match(await Deno.readTextFile(`${folder}/.env`), /APIM_SERVICE_NAME=/);
      await killedAt(folder, stub, /^DELETE/, "down", "--yes", "--purge");
      const rest = await azure(folder, stub, "down", "--yes", "--purge");
      assert.equal(rest.code, 0, rest.stderr);
      assert.deepEqual([...stub.groups.keys()], ["rg-theirs"]);
      assert.equal(stub.resources.size, 0);
    }));
}

Deno.test("azure down touches no group of others, and asks before it removes", () =>
  inFolder(async (folder) => {
    await using stub = foundationStub();
    stub.groups.set("rg-theirs", {});
    stub.add(
      { type: "Microsoft.ApiManagement/service", name: "theirs", location: "x" },
      "rg-theirs",
    );
    const { code } = await azure(folder, stub, "down", "--yes", "--resource-group", "rg-theirs");
    assert.equal(code, 0);
    assert.deepEqual([stub.resources.size, stub.groups.size], [1, 1]);
    await azure(folder, stub, ...UP);
    const asked = await azure(folder, stub, "down");
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /Nobody is there to answer: say --yes/);
    assert.equal(stub.resources.size, 8);
  }));

for (
  const [what, error, cure] of [
    [
      "no quota",
      { code: "InsufficientQuota", message: "This operation requires 10 new capacity" },
      /InsufficientQuota: .*\n +Ask for less \(--capacity\)/,
    ],
    [
      "a region without the model",
      { code: "DeploymentModelNotSupported", message: "The model is not supported in westus3" },
      /The model is not to be had there/,
    ],
    [
      "no right to assign roles, inside a provider's own JSON",
      {
        code: "Conflict",
        message: JSON.stringify({
          error: { code: "AuthorizationFailed", message: "The client does not have authorization" },
        }),
      },
      /AuthorizationFailed: .*\n +You need Contributor and Role Based Access Control Administrator/,
    ],
    [
      "a name that is kept",
      { code: "ServiceAlreadyExistsInSoftDeletedState", message: "was soft-deleted" },
      /purge --service-name|--service-name/,
    ],
  ] as const
) {
  Deno.test(`azure up with ${what} says what to do`, () =>
    inFolder(async (folder) => {
      await using stub = foundationStub({ failure: { resource: "aoai-0-eastus2-xyz", error } });
      const { code, stderr, stdout } = await azure(folder, stub, ...UP);
      assert.equal(code, 1);
      assert.match(stderr, cure);
      assert.match(stdout, /FAILED Microsoft\.CognitiveServices\/accounts aoai-0-eastus2-xyz/);
      assert.ok(!stderr.includes("    at "), stderr);
    }));
}

for (
  const [what, status, code, message, cure] of [
    [
      "a wrong token",
      401,
      "InvalidAuthenticationToken",
      "The access token is invalid.",
      /az login/,
    ],
    ["an expired token", 401, "ExpiredAuthenticationToken", "The token expired.", /az login/],
    ["no role", 403, "AuthorizationFailed", "no authorization", /az role assignment create/],
    ["no such subscription", 404, "SubscriptionNotFound", "not found", /az account list/],
  ] as const
) {
  Deno.test(`azure up with ${what} says what to do, in seconds`, () =>
    inFolder(async (folder) => {
      await using stub = foundationStub({ answer: () => armError(status, code, message) });
      const { code: exit, stderr } = await azure(folder, stub, ...UP);
      assert.equal(exit, 1);
      assert.match(stderr, cure);
      assert.ok(!stderr.includes("    at "), stderr);
    }));
}

Deno.test("azure up with no network says so", () =>
  inFolder(async (folder) => {
    const { code, stderr } = await azure(folder, "http://127.0.0.1:1", ...UP);
    assert.equal(code, 1);
    assert.match(stderr, /No connection to Azure's management endpoint/);
  }));

for (
  const [what, options, args, found] of [
    [
      "a reader",
      { actions: ["*/read"] },
      [],
      /AuthorizationFailed: you may not .*roleAssignments\/write/,
    ],
    [
      "a contributor, who may not assign roles",
      { actions: ["*"], notActions: ["Microsoft.Authorization/*/Write"] },
      [],
      /you may not Microsoft\.Authorization\/roleAssignments\/write on .*\n +You need Contributor and/,
    ],
    [
      "another model",
      { regional: { skus: ["GlobalStandard"], used: 0 } },
      ["--model", "gpt-9@1"],
      /DeploymentModelNotSupported: eastus2 has no gpt-9 of version 1\n +The model is not to be had/,
    ],
    [
      "a SKU that a region lacks",
      { regional: { skus: ["GlobalStandard"], used: 0 } },
      ["--regions", "westus3:ProvisionedManaged:50"],
      /SkuNotSupported: westus3 has gpt-4\.1-mini not as ProvisionedManaged, but as GlobalStandard/,
    ],
    [
      "no quota",
      { regional: { skus: ["GlobalStandard"], used: 95 } },
      [],
      /InsufficientQuota: eastus2 has 5 left of 100 in OpenAI\.GlobalStandard\.x, and 10 are asked for\n +Ask/,
    ],
  ] as const
) {
  Deno.test(`azure up finds ${what} before anything is made`, () =>
    inFolder(async (folder) => {
      await using stub = foundationStub(options);
      const { code, stderr } = await azure(folder, stub, ...UP, ...args);
      assert.equal(code, 1);
      assert.match(stderr, found);
      assert.match(stderr, /nothing was made/);
      assert.deepEqual([stub.groups.size, stub.resources.size], [0, 0]);
    }));
}

Deno.test("azure up rides out a short loss of the network, and says what goes on after a long one", () =>
  inFolder(async (folder) => {
    let drops = 3;
    const isLook = (sent: string) =>
      /^GET .*\/deployments\/routing-workshop\/operations/.test(sent);
    await using stub = foundationStub();
    using short = lossyNetwork(stub.url, (sent) => isLook(sent) && drops-- > 0);
    const back = await azure(folder, short.url, ...UP);
    assert.equal(back.code, 0, back.stderr);
    assert.match(back.stdout, /no connection to Azure; trying again/);
    using long = lossyNetwork(stub.url, isLook);
    const lost = await azure(folder, long.url, ...UP);
    assert.equal(lost.code, 1);
    assert.match(
      lost.stderr,
      /The deployment has begun\. It goes on in Azure: run the same command/,
    );
    assert.ok(!lost.stderr.includes("    at "), lost.stderr);
  }));

Deno.test("azure verify finds everything there after up", () =>
  inFolder(async (folder) => {
    await using stub = foundationStub();
    await azure(folder, stub, ...UP);
    const { code, stdout, stderr } = await azure(folder, stub, "verify");
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^ok {5}rights: /m);
    assert.match(stdout, /^ok {5}backend-c: call: answered/m);
    assert.match(stdout, /0 failed$/m);
    const json = JSON.parse((await azure(folder, stub, "verify", "--json", "--no-calls")).stdout);
    assert.ok(json.checks.every(({ what }: { what: string }) => !what.endsWith("call")));
  }));

for (
  const [what, options, found] of [
    ["Consumption", { tier: "Consumption" }, /^FAILED tier: Consumption has no circuit breakers/m],
    ["a reader", { actions: ["*/read"] }, /^FAILED rights: .*apis\/write.*\n.*az role assignment/m],
    [
      "no role for the gateway",
      { mayCall: false },
      /^FAILED backend-a: gateway's role: .*\n.*az role assignment create --assignee-object-id/m,
    ],
    [
      "a caller without role",
      { model: () => armError(401, "PermissionDenied", "lacks the required data action") },
      /^FAILED backend-a: call: status 401: PermissionDenied .*\n.*5 to 10 minutes/m,
    ],
    [
      "a region without the Responses API",
      { model: () => armError(404, "404", "Resource not found") },
      /^FAILED backend-a: call: .*\n.*The Responses API is not to be had in eastus2/m,
    ],
    [
      "a busy deployment",
      { model: () => armError(429, "RateLimitReached", "Please retry") },
      /^look {3}backend-a: call: .*it is there, and busy/m,
    ],
  ] as const
) {
  Deno.test(`azure verify sees ${what}`, () =>
    inFolder(async (folder) => {
      await using stub = foundationStub("tier" in options ? options : {});
      await azure(folder, stub, ...UP);
      Object.assign(stub.options, options);
      const { code, stdout } = await azure(folder, stub, "verify");
      assert.match(stdout, found);
      assert.equal(code, found.source.startsWith("^FAILED") ? 1 : 0, stdout);
    }));
}

Deno.test("azure says what it takes, and refuses the rest in a line", () =>
  inFolder(async (folder) => {
    for (const command of ["", "up", "verify", "down", "clean"]) {
      const args = command === "" ? ["--help"] : [command, "--help"];
      const { code, stdout } = await azure(folder, "http://127.0.0.1:1", ...args);
      assert.equal(code, 0);
      assert.match(stdout, /^Example: /m);
    }
    for (
      const [args, message] of [
        [["sideways"], /there is no command "sideways"/],
        [["up"], /--email is missing/],
        [[...UP, "--tier", "Consumption"], /--tier is one of BasicV2, /],
        [[...UP, "--regions", "East US"], /"East US" is not REGION/],
        [[...UP, "--regions", "eastus:Standard:0"], /the capacity of eastus is "0"/],
        [[...UP, "--model", "gpt-5"], /--model is NAME@VERSION/],
        [["down", "--everything"], /--everything/],
      ] as const
    ) {
      const { code, stderr } = await azure(folder, "http://127.0.0.1:1", ...args);
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, message);
      assert.ok(!stderr.includes("    at "), stderr);
    }
  }));
