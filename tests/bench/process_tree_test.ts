import assert from "node:assert/strict";
import { cpuSeconds, memoryMiB, peakMemoryMiB, treeOf } from "../../bench/support/process_tree.ts";

Deno.test({
  name: "a process's figures count its children, and what has ended among them",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
    const child = new Deno.Command("sh", {
      args: ["-c", `sh -c '${busy}'; echo ready; sh -c 'read line; exit 0'; exit 0`],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    while (treeOf(child.pid).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const [shell, waiting] = treeOf(child.pid);
    assert.equal(shell, child.pid);
    assert.ok(cpuSeconds(child.pid) > 0, "the loop has ended, and counts");
    assert.ok(memoryMiB(child.pid) > memoryMiB(waiting));
    assert.ok(peakMemoryMiB(child.pid) >= memoryMiB(child.pid));
    await reader.cancel();
    await child.stdin.close();
    await child.status;
    assert.ok(Number.isNaN(cpuSeconds(child.pid)));
    assert.ok(Number.isNaN(memoryMiB(child.pid)));
  },
});
