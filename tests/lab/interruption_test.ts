import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A process that listens as a kernel does: what becomes of its work, it says line by line, between other output. */
const KERNEL = `
const { outliveInterrupts } = await import("./lib/lab/interruption.ts");
outliveInterrupts(true);
const { advise, buildPolicy, matrix, openLab, simulate } = await import("workshop");
const interrupt = () => Deno.kill(Deno.pid, "SIGINT");
const say = (line) => Deno.stdout.writeSync(new TextEncoder().encode("> " + line + "\\n"));
const interrupted = async (name, work) => {
  const timer = setTimeout(interrupt, 300);
  const became = await work().then(() => "ended", (error) => error.name);
  clearTimeout(timer);
  say(name + ": " + became);
};
const lab = await openLab("interrupts");
await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options), { quiet: true });
await interrupted("run", () => lab.openLoop("long", { count: 1e6, perSecond: 20 }));
await interrupted("incident", () =>
  lab.openLoop("incident", {
    count: 1e6,
    perSecond: 20,
    incidents: [{ backend: "backend-a", fault: { kind: "outage" }, fromMs: 0, untilMs: 1e9 }],
  }));
say("faults: " + lab.faults.on.size);
await interrupted("simulate", () =>
  simulate({ strategy: "backend-pool", scenario: "burst", requests: 1e7 }));
await interrupted("matrix", () => matrix({ requests: 1e6, threads: 1 }));
await interrupted("advise", () =>
  advise({ scenario: "morning-peak", requests: 1e6, threads: 1 }));
interrupt();
await new Promise((resolve) => setTimeout(resolve, 200));
say("idle: alive");
say("send: " + (await lab.send()).status);
Deno.exit(0);`;

Deno.test({
  name: "Interrupt ends what runs, switches its incidents off, and never ends the kernel",
  ignore: Deno.build.os === "windows", // no process can send it there
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", KERNEL],
        cwd: ROOT,
        env: { WORKSHOP_TARGET: "embedded", WORKSHOP_RESULTS: folder, NO_COLOR: "1" },
        stdout: "piped",
        stderr: "piped",
      }).output();
      const decoder = new TextDecoder();
      assert.equal(code, 0, decoder.decode(stderr));
      const said = decoder.decode(stdout).split("\n").filter((line) => line.startsWith("> "));
      assert.deepEqual(said.map((line) => line.slice(2)), [
        "run: InterruptedError",
        "incident: InterruptedError",
        "faults: 0",
        "simulate: InterruptedError",
        "matrix: InterruptedError",
        "advise: InterruptedError",
        "idle: alive",
        "send: 200",
      ]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
