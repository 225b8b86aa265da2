import assert from "node:assert/strict";
import configuration from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);

/** Pages that people write, by their paths from the root. */
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/architecture.md",
  "docs/azure.md",
  "docs/clients.md",
  "docs/performance.md",
  "docs/scale.md",
  "docs/testing.md",
  "docs/trainer.md",
  "docs/examples/policies-in-ci/README.md",
  "lib/models/README.md",
];

const read = (page: string) => Deno.readTextFile(new URL(page, ROOT));

const exists = (url: URL) => Deno.stat(url).then(() => true, () => false);

async function missing(paths: Iterable<string>, base: URL): Promise<string[]> {
  const found = await Promise.all(
    Array.from(paths, async (path) => await exists(new URL(path, base)) ? [] : [path]),
  );
  return found.flat();
}

for (const page of PAGES) {
  Deno.test(`${page} names only files, folders and tasks that there are`, async () => {
    const text = await read(page);
    const matches = (pattern: RegExp) => Array.from(text.matchAll(pattern), ([, match]) => match);
    const links = matches(/\]\((?!\w+:|#)([^)#]+)/g);
    const paths = matches(/`(?:deno [^`]* )?((?:lib|tests|bench|docs|infra|notebooks)\/[^`\s]*)/g)
      .filter((path) => !/[A-Z]{4}|[*{]/.test(path)); // `lib/policies/NAME.ts`
    assert.deepEqual(await missing(links, new URL(page, ROOT)), [], "links");
    assert.deepEqual(await missing(paths, ROOT), [], "paths");
    const tasks = matches(/deno(?:@[\d.]+)? task ([a-z][\w-]*)/g);
    assert.deepEqual(tasks.filter((task) => !(task in configuration.tasks)), [], "tasks");
  });
}

Deno.test("the maps name every room of lib/", async () => {
  for (const page of ["README.md", "docs/architecture.md"]) {
    const text = await read(page);
    for await (const { name, isDirectory } of Deno.readDir(new URL("lib/", ROOT))) {
      if (isDirectory) assert.match(text, new RegExp(`^ *lib/${name} `, "m"), page);
    }
  }
});

Deno.test("the architecture names every library that deno.json imports", async () => {
  const text = await read("docs/architecture.md");
  const libraries = Object.entries(configuration.imports)
    .flatMap(([name, target]) => target.startsWith("npm:") ? [name] : []);
  const unnamed = libraries.filter((name) =>
    !text.includes(`\`${name}\``) && !text.includes(`\`${name.split("/")[0]}/*\``)
  );
  assert.deepEqual(unnamed, []);
});
