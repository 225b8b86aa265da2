/**
 * `deno task bench`: runs every benchmark of this folder, one after another, each in a process of its own.
 *
 *     deno task bench [NAME...]
 *
 * Exit code 1 when one of them missed its goal or failed.
 * @module
 */
const folder = new URL(".", import.meta.url);
const names = [...Deno.readDirSync(folder)]
  .filter(({ isFile, name }) => isFile && name.endsWith(".ts") && name !== "main.ts")
  .map(({ name }) => name.slice(0, -3))
  .sort();
const USAGE = `usage: deno task bench [NAME...]
  NAME  one of ${
  names.join(", ")
}; default all but soak (an hour) and console_page (ten minutes in Chromium)
fallback also measures LiteLLM's proxy and Portkey's gateway, where they are found in PATH or at LITELLM and PORTKEY_GATEWAY.
The benchmarks, one after another, each as a ratio measured in one run.

example: deno task bench simulation
exit code: 0 when all goals were met, 1 when one was missed or a benchmark failed, 2 for wrong usage`;
if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
  console.log(USAGE);
  Deno.exit(0);
}
const unknown = Deno.args.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}: there are ${names.join(", ")}`);
  Deno.exit(2);
}
const missed: string[] = [];
/** Only where they are asked for. */
const LONG = ["soak", "console_page"];
const wanted = Deno.args.length > 0 ? Deno.args : names.filter((name) => !LONG.includes(name));
for (const name of wanted) {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(`./${name}.ts`, folder).href],
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  if (!success) missed.push(name);
}
console.log(missed.length === 0 ? "all goals met" : `missed: ${missed.join(", ")}`);
Deno.exit(missed.length === 0 ? 0 : 1);
