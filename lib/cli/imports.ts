/**
 * The house's floors: what may import what. `deno task check` holds every import in `lib/` against them.
 * @module
 */

/**
 * Lower floors first. A module may import its own floor and those below, and nothing may import in a circle.
 * The longest matching prefix decides a module's floor.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["lib/core/"],
  ["lib/gateway/contracts/"], // types, and the messages that all its parts handle
  ["lib/csharp/", "lib/dotnet/", "lib/gateway/expression/", "lib/gateway/backend/", "lib/models/"],
  ["lib/gateway/policy/"],
  ["lib/gateway/proxy/", "lib/gateway/management/"],
  ["lib/gateway/"],
  ["lib/policies/", "lib/apim/", "lib/workload/", "lib/analysis/"],
  ["lib/simulation/", "lib/templates/"],
  ["lib/lab/", "lib/mod.ts"],
  ["lib/cli/"],
];

/** Parts that know nothing of the rest: all they may import besides themselves. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  "lib/models/": ["lib/core/"],
};

interface Dependency {
  specifier: string;
  code?: { specifier?: string };
  type?: { specifier?: string };
}

interface ModuleGraph {
  modules: { specifier: string; dependencies?: Dependency[] }[];
}

/** Every import in the tree that points upward or closes a circle, one line each. */
export async function importViolations(root: URL): Promise<string[]> {
  const modules = await sourceModules(new URL("lib/", root));
  const graph = await moduleGraph(modules.map((url) => url.href));
  const local = (specifier: string | undefined) =>
    specifier?.startsWith(root.href) ? specifier.slice(root.href.length) : undefined;
  const violations: string[] = [];
  const codeImports = new Map<string, string[]>();
  for (const module of graph.modules) {
    const from = local(module.specifier);
    if (!from?.startsWith("lib/")) continue;
    const targets: string[] = [];
    for (const dependency of module.dependencies ?? []) {
      const code = local(dependency.code?.specifier);
      const to = code ?? local(dependency.type?.specifier);
      if (code) targets.push(code);
      if (to?.startsWith("lib/") && !mayImport(from, to)) {
        violations.push(`${from} must not import ${to}: it stands on a higher floor`);
      }
    }
    codeImports.set(from, targets);
  }
  for (const circle of circles(codeImports)) {
    violations.push(`imports in a circle: ${circle.join(" -> ")}`);
  }
  return violations;
}

function mayImport(from: string, to: string): boolean {
  for (const [part, allowed] of Object.entries(ALONE)) {
    if (from.startsWith(part) && !to.startsWith(part)) {
      return allowed.some((prefix) => to.startsWith(prefix));
    }
  }
  return floorOf(to) <= floorOf(from);
}

function floorOf(module: string): number {
  let best = -1;
  let length = 0;
  FLOORS.forEach((prefixes, floor) => {
    for (const prefix of prefixes) {
      if (module.startsWith(prefix) && prefix.length > length) {
        [best, length] = [floor, prefix.length];
      }
    }
  });
  if (best === -1) throw new Error(`${module} stands on no floor: give its folder one in FLOORS`);
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
