import assert from "node:assert/strict";
import { RouteTable } from "../../../lib/gateway/proxy/route_table.ts";
import { api, dataPlane, incoming, operation } from "./fixtures.ts";

/** What `method url` matches: the operation's id with its parameters, "404" with or without an API. */
function match(table: RouteTable, method: string, url: string): string {
  const request = incoming(url);
  const route = table.find(method, request.url, request.headers);
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
  const apiOf = (url: string) =>
    table.find("GET", incoming(url).url, incoming(url).headers)?.api.info.id;
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
  const apiOf = (url: string) =>
    table.find("GET", incoming(url).url, incoming(url).headers)?.api.info.id;
  assert.equal(apiOf("/echo/x"), "echo");
  assert.equal(apiOf("/echo;rev=1/x"), "echo");
  assert.equal(apiOf("/echo;rev=2/x"), "echo;rev=2");
  assert.equal(apiOf("/echo;rev=3/x"), undefined);
});

Deno.test("RouteTable finds the version that a header or the query names", () => {
  const version = (
    id: string,
    version: string,
    versionedBy?: { in: "header" | "query"; name: string },
  ) => api(undefined, { versionedBy, info: { id, version, path: id.split("-")[0] } });
  const byHeader = { in: "header", name: "x-version" } as const;
  const byQuery = { in: "query", name: "v" } as const;
  const table = new RouteTable(
    dataPlane({
      apis: [
        version("h-v1", "v1", byHeader),
        version("h", ""),
        version("h-v2", "v2", byHeader),
        version("q-v1", "v1", byQuery),
      ],
    }).configuration,
  );
  const found = (url: string, headers: Record<string, string> = {}) => {
    const request = incoming(url, { headers });
    return table.find("GET", request.url, request.headers)?.api.info.id;
  };
  assert.equal(found("/h/x"), "h");
  assert.equal(found("/h/x", { "X-Version": "V2" }), "h-v2");
  assert.equal(found("/h/x", { "x-version": "v1" }), "h-v1");
  assert.equal(found("/h/x", { "x-version": "v3" }), undefined);
  assert.equal(found("/q/x?V=v1"), "q-v1");
  assert.equal(found("/q/x"), undefined, "there is no API without a version");
});
