import assert from "node:assert/strict";
import { RouteTable } from "../../../lib/gateway/proxy/route_table.ts";
import { api, dataPlane, incoming, operation } from "./fixtures.ts";

/** What `method url` matches: the operation's id with its parameters, "404" with or without an API. */
function match(table: RouteTable, method: string, url: string): string {
  const route = table.find(method, incoming(url).url);
  if (route === null) return "no API";
  if (route.operation === null) return `no operation of ${route.api.info.id}`;
  const parameters = [...route.parameters].map(([name, value]) => ` ${name}=${value}`);
  return route.operation.info.id + parameters.join("");
}

const TEMPLATES = [
  "/*",
  "/items/{id}",
  "/items/latest",
  "/items/{id}/parts/{part}",
  "/files/{*path}",
  "/odata/Products({key})",
  "/search?q={query}",
  "/search?q={query}&exact=true",
  "/search",
  "/",
];

const table = new RouteTable(
  dataPlane({ apis: [api(TEMPLATES.map((template) => operation("GET", template)))] }).configuration,
);

const CASES: readonly [url: string, expected: string][] = [
  ["/echo", "GET /"],
  ["/echo/", "GET /"],
  ["/echo/items/7", "GET /items/{id} id=7"],
  ["/ECHO/Items/7", "GET /items/{id} id=7"],
  ["/echo/items/latest", "GET /items/latest"],
  ["/echo/items/a%2Fb%20c", "GET /items/{id} id=a/b c"],
  ["/echo/items/%zz", "GET /items/{id} id=%zz"],
  ["/echo/items/7/parts/x", "GET /items/{id}/parts/{part} id=7 part=x"],
  ["/echo/items/7/other", "GET /*"],
  ["/echo/files/a/b/c.txt", "GET /files/{*path} path=a/b/c.txt"],
  ["/echo/odata/Products(12)", "GET /odata/Products({key}) key=12"],
  ["/echo/search", "GET /search"],
  ["/echo/search?q=a", "GET /search?q={query} query=a"],
  ["/echo/search?exact=true&q=a", "GET /search?q={query}&exact=true query=a"],
  ["/echo/search?exact=false&q=a", "GET /search?q={query} query=a"],
  ["/echo/a.b+c", "GET /*"],
  ["/echoes", "no API"],
  ["/", "no API"],
];

for (const [url, expected] of CASES) {
  Deno.test(`RouteTable finds "${expected}" for ${url}`, () => {
    assert.equal(match(table, "GET", url), expected);
  });
}

Deno.test("RouteTable tells a path without the method from a path without an API", () => {
  assert.equal(match(table, "DELETE", "/echo/items/7"), "no operation of echo");
  assert.equal(match(table, "DELETE", "/other"), "no API");
});

Deno.test("RouteTable takes the API with the longest path, even where only a shorter one has the operation", () => {
  const operations = [operation("GET", "/{name}")];
  const apis = [
    api(operations, { info: { id: "root", path: "" } }),
    api(operations, { info: { id: "a", path: "/a/" } }),
    api([operation("GET", "/x")], { info: { id: "ab", path: "a/b" } }),
  ];
  const table = new RouteTable(dataPlane({ apis }).configuration);
  const apiOf = (url: string) => table.find("GET", incoming(url).url)?.api.info.id;
  assert.deepEqual(["/x", "/a/x", "/a/b/x", "/a/b", "/ab/c"].map(apiOf), [
    "root",
    "a",
    "ab",
    "ab",
    "root",
  ]);
  assert.equal(match(table, "GET", "/a/b/y"), "no operation of ab");
});

Deno.test("RouteTable serves other revisions at ;rev=N only", () => {
  const apis = [
    api(undefined, { info: { id: "echo" } }),
    api(undefined, { info: { id: "echo;rev=2", revision: "2", isCurrentRevision: false } }),
  ];
  const table = new RouteTable(dataPlane({ apis }).configuration);
  const apiOf = (url: string) => table.find("GET", incoming(url).url)?.api.info.id;
  assert.equal(apiOf("/echo/x"), "echo");
  assert.equal(apiOf("/echo;rev=1/x"), "echo");
  assert.equal(apiOf("/echo;rev=2/x"), "echo;rev=2");
  assert.equal(apiOf("/echo;rev=3/x"), undefined);
});
