/**
 * The house's floors: what may import what. `deno task check` holds every import in `lib/` against them.
 * @module
 */

/**
 * Lower floors first. A module may import its own room and the rooms on lower floors, and nothing may import in
 * a circle, types included. The longest matching prefix decides a module's room.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["lib/core/"],
  // the language, then its class library
  ["lib/csharp/syntax/"],
  ["lib/csharp/runtime/"],
  ["lib/csharp/bind/"],
  ["lib/csharp/compile/"],
  ["lib/csharp/"],
  ["lib/dotnet/"],
  // the embedded APIM
  ["lib/gateway/contracts/"],
  ["lib/gateway/expression/", "lib/gateway/backend/", "lib/gateway/http1/"],
  ["lib/gateway/policy/document/", "lib/gateway/policy/engine/", "lib/gateway/adapters/"],
  ["lib/gateway/policy/definition/", "lib/gateway/identity/"],
  ["lib/gateway/policy/jwt/", "lib/gateway/policy/limits/", "lib/gateway/policy/liquid/"],
  ["lib/gateway/policy/edits/", "lib/gateway/policy/tokens/"],
  [
    "lib/gateway/policy/cache/",
    "lib/gateway/policy/metrics/",
    "lib/gateway/policy/safety/",
    "lib/gateway/policy/schemas/",
  ],
  ["lib/gateway/policy/policies/"],
  ["lib/gateway/policy/compile/"],
  ["lib/gateway/policy/doctor/", "lib/gateway/proxy/", "lib/gateway/management/"],
  ["lib/gateway/"],
  // the workshop
  ["lib/models/", "lib/policies/", "lib/testing/", "lib/workload/"],
  ["lib/console/"],
  ["lib/apim/", "lib/analysis/"],
  ["lib/simulation/", "lib/templates/", "lib/probes/"],
  ["lib/lab/", "lib/load/"],
  ["lib/azure/", "lib/mod.ts"],
  ["lib/cli/"],
];

/** Parts that stand on their own: all they may import besides themselves. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  "lib/csharp/": ["lib/core/"],
  "lib/dotnet/": ["lib/core/", "lib/csharp/"],
  "lib/gateway/": ["lib/core/", "lib/csharp/", "lib/dotnet/"],
  "lib/models/": ["lib/core/"],
  "lib/policies/": ["lib/core/"],
};

/** Parts with one door: all that may import them. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  "lib/csharp/": ["lib/dotnet/", "lib/gateway/expression/"],
  "lib/dotnet/": ["lib/gateway/expression/"],
};

interface Dependency {
  specifier: string;
  code?: { specifier?: string };
  type?: { specifier?: string };
}

interface ModuleGraph {
  modules: { specifier: string; dependencies?: Dependency[] }[];
}

/** Every import in the tree that points upward, goes round a door or closes a circle, one line each. */
export async function importViolations(root: URL): Promise<string[]> {
  const modules = await sourceModules(new URL("lib/", root));
  const graph = await moduleGraph(modules.map((url) => url.href));
  const local = (specifier: string | undefined) =>
    specifier?.startsWith(root.href) ? specifier.slice(root.href.length) : undefined;
  const violations: string[] = [];
  const imports = new Map<string, string[]>();
  for (const module of graph.modules) {
    const from = local(module.specifier);
    if (!from?.startsWith("lib/")) continue;
    const targets = (module.dependencies ?? [])
      .map(({ code, type }) => local(code?.specifier ?? type?.specifier))
      .filter((to) => to !== undefined && to.startsWith("lib/")) as string[];
    for (const to of targets) {
      const fault = faultOf(from, to);
      if (fault !== null) violations.push(`${from} must not import ${to}: ${fault}`);
    }
    imports.set(from, targets);
  }
  for (const circle of circles(imports)) {
    violations.push(`imports in a circle: ${circle.join(" -> ")}`);
  }
  return violations;
}

/** Why `from` must not import `to`; null when it may. */
function faultOf(from: string, to: string): string | null {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (there.floor > here.floor) return "it stands on a higher floor";
  if (there.floor === here.floor && there.prefix !== here.prefix) {
    return "it stands in another room of the same floor";
  }
  for (const [part, allowed] of Object.entries(ALONE)) {
    if (!from.startsWith(part) || to.startsWith(part)) continue;
    if (!allowed.some((prefix) => to.startsWith(prefix))) {
      return `${part} knows only ${allowed.join(" and ")}`;
    }
  }
  for (const [part, allowed] of Object.entries(DOORS)) {
    if (!to.startsWith(part) || from.startsWith(part)) continue;
    if (!allowed.some((prefix) => from.startsWith(prefix))) {
      return `${part} is reached through ${allowed.at(-1)} alone`;
    }
  }
  return null;
}

function roomOf(module: string): { readonly floor: number; readonly prefix: string } {
  let best = { floor: -1, prefix: "" };
  FLOORS.forEach((prefixes, floor) => {
    for (const prefix of prefixes) {
      if (module.startsWith(prefix) && prefix.length > best.prefix.length) best = { floor, prefix };
    }
  });
  if (best.floor === -1) {
    throw new Error(`${module} stands on no floor: give its folder one in FLOORS`);
  }
  return best;
}

/** The circles that a depth-first walk meets, each once. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (module: string) => {
    const at = path.indexOf(module);
    if (at !== -1) return void found.push([...path.slice(at), module]);
    if (done.has(module)) return;
    path.push(module);
    for (const target of imports.get(module) ?? []) visit(target);
    path.pop();
    done.add(module);
  };
  for (const module of imports.keys()) visit(module);
  return found;
}

async function sourceModules(folder: URL): Promise<URL[]> {
  const modules: URL[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) modules.push(...await sourceModules(new URL(`${entry.name}/`, folder)));
    else if (entry.name.endsWith(".ts")) modules.push(new URL(entry.name, folder));
  }
  return modules;
}

/** The module graph as Deno itself resolves it. */
async function moduleGraph(modules: readonly string[]): Promise<ModuleGraph> {
  const entry = modules.map((module) => `import ${JSON.stringify(module)};`).join("\n");
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `data:application/typescript,${encodeURIComponent(entry)}`],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`deno info failed: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout));
}
