import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";

const program = (path: string) => new URL(`../../${path}`, import.meta.url).pathname;

/** Starts it, interrupts it once `begun` is so, and gives its exit code and what it said on stderr. */
async function interrupted(
  path: string,
  args: readonly string[],
  signal: Deno.Signal,
  begun: (pid: number) => Promise<boolean>,
) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program(path), ...args],
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const late = AbortSignal.timeout(60_000);
  while (!await begun(child.pid)) {
    assert.ok(!late.aborted, "it has not begun");
    await new Promise((resolve) => setTimeout(resolve, 20)); // another process: nothing tells
  }
  const children = await childrenOf(child.pid);
  child.kill(signal);
  const { code } = await child.status;
  return { code, stderr: await stderr, children };
}

async function childrenOf(pid: number): Promise<string[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  return (await Deno.readTextFile(path).catch(() => "")).split(" ").filter((id) => id !== "");
}

const hasChild = async (pid: number) => (await childrenOf(pid)).length > 0;

/** Whether the process is there and has not merely not been waited for. */
async function runs(pid: string): Promise<boolean> {
  const status = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => ") Z");
  return !/\) [ZX]/.test(status);
}

for (
  const [name, path, args, signal] of [
    ["check", "lib/cli/check.ts", [], "SIGTERM"],
    ["check", "lib/cli/check.ts", [], "SIGINT"],
    ["bench", "bench/main.ts", ["simulation"], "SIGTERM"],
  ] as const
) {
  Deno.test({
    name: `${name} ends with what it has started at ${signal}`,
    ignore: Deno.build.os !== "linux", // which tells of processes in /proc
    async fn() {
      const { code, stderr, children } = await interrupted(path, args, signal, hasChild);
      assert.deepEqual([code, stderr], [130, `${name}: interrupted\n`]);
      assert.deepEqual(await Promise.all(children.map(runs)), children.map(() => false));
    },
  });
}

Deno.test("load export leaves no half project at a signal", () =>
  inFolder(async (folder) => {
    const out = `${folder}/project`;
    const { code, stderr } = await interrupted(
      "lib/cli/load.ts",
      ["export", "--per-second", "1000", "--count", "100000000", "--out", out],
      "SIGTERM",
      () => Deno.stat(`${out}/arrivals.csv.part`).then(() => true, () => false),
    );
    assert.deepEqual([code, stderr], [130, "load: interrupted\n"]);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(out)), []);
  }));
