/** What callers send, byte by byte, and the statuses that it is answered with. */

export interface Vector {
  readonly name: string;
  readonly sent: string;
  readonly statuses: readonly number[];
  /** Found in the answer. */
  readonly says?: string;
  /** How many requests reach the handler; default: as many as are answered with 200. */
  readonly handled?: number;
}

const get = (fields = "", body = "") => `GET /a HTTP/1.1\r\nHost: h\r\n${fields}\r\n${body}`;
const post = (fields = "", body = "") => `POST /a HTTP/1.1\r\nHost: h\r\n${fields}\r\n${body}`;
const chunked = (body: string) => post("Transfer-Encoding: chunked\r\n", body);
const LAST = "0\r\n\r\n";
/** What a smuggler wants to be read as a request of its own. */
const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
const fields = (count: number) => Array.from({ length: count }, (_, i) => `x-${i}: 1\r\n`).join("");

const served = (name: string, sent: string, says?: string, count = 1): Vector => ({
  name,
  sent,
  says,
  statuses: Array(count).fill(200),
});
const refused = (name: string, status: number, sent: string): Vector => ({
  name,
  sent,
  statuses: [status],
  says: '"refused":',
});
/** A body that the handler began to read. */
const broken = (name: string, body: string): Vector => ({
  ...refused(name, 400, chunked(body)),
  handled: 1,
  says: "The request's body is malformed: ",
});

export const VECTORS: readonly Vector[] = [
  served("a GET", get(), '["GET","http://h/a",["Host: h"],null]'),
  served("a method in small letters", "get /a HTTP/1.1\r\nHost: h\r\n\r\n", '["GET",'),
  served("a method of its own", "BREW /a HTTP/1.1\r\nHost: h\r\n\r\n", '["BREW",'),
  served("empty lines before a request", `\r\n\r\n${get()}`),
  served(
    "no space behind a colon, and some around a value",
    get("a:1\r\nb: \t 2 \t\r\n"),
    '"a: 1","b: 2"',
  ),
  served("an empty value", get("a:\r\n"), '"a: "'),
  served(
    "field lines that repeat, in their own spelling",
    get("X-a: 1\r\nx-A: 2\r\n"),
    '"X-a: 1","X-a: 2"',
  ),
  served("bytes beyond ASCII in a value", get("a: caf\xe9\r\n"), "caf\xc3\xa9"),
  served("100 fields", get(fields(99))),
  served("a head of 60 KiB", get(`a: ${"x".repeat(60_000)}\r\n`)),

  served(
    "an absolute URL, whose host counts",
    "GET http://other:81/b?c=d HTTP/1.1\r\nHost: h\r\n\r\n",
    '"http://other:81/b?c=d"',
  ),
  served(
    "an absolute URL without a path",
    "GET http://other?c HTTP/1.1\r\nHost: h\r\n\r\n",
    '"http://other/?c"',
  ),
  served("dot segments", "GET /a/../b/%2e%2e/c HTTP/1.1\r\nHost: h\r\n\r\n", '"http://h/c"'),
  served(
    "raw bytes in a path",
    "GET /caf\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n",
    '"http://h/caf%C3%A9"',
  ),
  served("a host in brackets", "GET / HTTP/1.1\r\nHost: [::1]:81\r\n\r\n", '"http://[::1]:81/"'),
  refused("a path that does not begin with a slash", 400, "GET a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("no path but a star", 400, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("another scheme", 400, "GET ftp://h/a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a tunnel", 501, "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused(
    "a target that is too long",
    414,
    `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: h\r\n\r\n`,
  ),

  refused("101 fields", 431, get(fields(100))),
  refused("150 fields", 431, get(fields(149))),
  refused("a head of a megabyte in one field", 431, get(`a: ${"x".repeat(1_000_000)}\r\n`)),
  refused("a head of a megabyte in many fields", 431, get(fields(100_000))),
  refused("a head without end", 431, `GET /a HTTP/1.1\r\na: ${"x".repeat(70_000)}`),

  refused("no version", 400, "GET /a\r\nHost: h\r\n\r\n"),
  refused("two spaces", 400, "GET  /a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a tab between", 400, "GET\t/a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a space at the end of the line", 400, "GET /a HTTP/1.1 \r\nHost: h\r\n\r\n"),
  refused("a space in the path", 400, "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a method that is no token", 400, "G(T /a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a byte 0 in the path", 400, "GET /a\0 HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("HTTP/1.2", 505, "GET /a HTTP/1.2\r\nHost: h\r\n\r\n"),
  refused("HTTP/2 at once", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  refused("TLS on a plain port", 400, "\x16\x03\x01\x02\0\x01\0\x01\xfc\n\n"),
  refused("a head that breaks off", 400, "GET /a HTTP/1.1\r\nHo"),

  refused("no Host", 400, "GET /a HTTP/1.1\r\n\r\n"),
  refused("two Hosts", 400, "GET /a HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n"),
  refused("a Host with a path", 400, "GET /a HTTP/1.1\r\nHost: h/b\r\n\r\n"),
  refused("a Host with a user", 400, "GET /a HTTP/1.1\r\nHost: u@h\r\n\r\n"),
  refused("a Host with a port beyond 65535", 400, "GET /a HTTP/1.1\r\nHost: h:65536\r\n\r\n"),
  refused("a URL with a port beyond 65535", 400, "GET http://h:65536/ HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a URL without a host", 400, "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a URL with a port alone", 400, "GET http://:80/a HTTP/1.1\r\nHost: h\r\n\r\n"),
  refused("a URL with a user", 400, "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n"),

  refused("lines that end in LF", 400, "GET /a HTTP/1.1\nHost: h\n\n"),
  refused("one line that ends in LF", 400, "GET /a HTTP/1.1\r\nHost: h\na: b\r\n\r\n"),
  refused("an empty line of LF", 400, "GET /a HTTP/1.1\r\nHost: h\r\n\n"),
  refused("a value with CR", 400, get("a: b\rc: d\r\n")),
  refused("a value that ends in CR", 400, get("a: b\r\r\n")),
  refused("a value with a byte 0", 400, get("a: b\0c\r\n")),
  refused("a value with an escape", 400, get("a: b\x1bc\r\n")),
  refused("a folded line", 400, get("a: b\r\n c\r\n")),
  refused("a folded first line", 400, "GET /a HTTP/1.1\r\n Host: h\r\n\r\n"),
  refused("a space before the colon", 400, get("a : b\r\n")),
  refused(
    "Transfer-Encoding with a space behind its name",
    400,
    post("Transfer-Encoding : chunked\r\n", LAST + SMUGGLED),
  ),
  refused("a name with brackets", 400, get("a(b): c\r\n")),
  refused("a name beyond ASCII", 400, get("\xe9: c\r\n")),
  refused("no name", 400, get(": b\r\n")),
  refused("no colon", 400, get("ab\r\n")),

  served("a body of a known length", post("Content-Length: 3\r\n", "abc"), '"abc"]'),
  served("a body of no length", post("Content-Length: 0\r\n"), ",null]"),
  refused("two lengths", 400, post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")),
  refused("the same length twice", 400, post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")),
  refused("a list of lengths", 400, post("Content-Length: 3, 3\r\n", "abc")),
  ...["+3", "-3", "0x3", "3.0", "3e0", "3 3", "", "three", "99999999999999999999"].map((length) =>
    refused(`the length "${length}"`, 400, post(`Content-Length: ${length}\r\n`, "abc"))
  ),
  refused(
    "a length and chunks",
    400,
    post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", LAST + SMUGGLED),
  ),
  refused(
    "chunks and a length",
    400,
    post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", LAST + SMUGGLED),
  ),
  refused(
    "a length and an unknown coding",
    400,
    post("Content-Length: 5\r\nTransfer-Encoding: x\r\n", LAST + SMUGGLED),
  ),
  ...[
    "identity",
    "xchunked",
    "chunked, chunked",
    "chunked, identity",
    "",
    '"chunked"',
    "chunked;q=1",
  ].map((coding) =>
    refused(`the coding ${coding}`, 400, post(`Transfer-Encoding: ${coding}\r\n`, LAST + SMUGGLED))
  ),
  refused(
    "a coding that begins with a control",
    400,
    post("Transfer-Encoding: \x0bchunked\r\n", LAST + SMUGGLED),
  ),
  ...["\xa0chunked", "chunked\xa0", "\x85chunked", "chunked,", "chunked,\xa0chunked"].map((
    coding,
  ) =>
    refused(
      `the coding ${JSON.stringify(coding)}, which only looks like chunked`,
      400,
      post(`Transfer-Encoding: ${coding}\r\n`, LAST + SMUGGLED),
    )
  ),
  refused(
    "a length behind a space that is none",
    400,
    post("Content-Length: \xa03\r\n", "abc"),
  ),
  refused(
    "chunked, then another line",
    400,
    post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", LAST + SMUGGLED),
  ),
  refused("a coding before chunked", 501, post("Transfer-Encoding: gzip, chunked\r\n", LAST)),
  refused(
    "chunks in HTTP/1.0",
    400,
    "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + LAST,
  ),

  served("chunks", chunked("3\r\nabc\r\nA\r\n0123456789\r\n" + LAST), '"abc0123456789"]'),
  served("CHUNKED", post("Transfer-Encoding: CHUNKED\r\n", "3\r\nabc\r\n" + LAST), '"abc"]'),
  served("a chunk's extension", chunked("3;a=b\r\nabc\r\n" + LAST), '"abc"]'),
  served("a trailer", chunked("3\r\nabc\r\n0\r\nx-sum: 1\r\n\r\n"), '"abc"]'),
  ...["g", "-3", "0x3", "3 ", " 3", "", "3\r", "1000000000000000"].map((size) =>
    broken(`a chunk of size ${JSON.stringify(size)}`, `${size}\r\nabc\r\n${LAST}`)
  ),
  broken("a chunk longer than its size", "3\r\nabcd\r\n" + LAST),
  broken("a chunk's size that ends in LF", "3\nabc\r\n" + LAST),
  broken("a chunk that ends in LF", "3\r\nabc\n" + LAST),
  broken("a trailer that ends in LF", "3\r\nabc\r\n0\r\n\n"),
  broken("a chunk's extension without end", `3;${"a".repeat(20_000)}\r\nabc\r\n` + LAST),
  broken("a trailer without end", `0\r\n${"a: b\r\n".repeat(5_000)}\r\n`),
  {
    ...broken("chunks that break off", "5\r\nabc"),
    says: "The request's body ended before its end",
  },
  { ...refused("a body that breaks off", 400, post("Content-Length: 100\r\n", "abc")), handled: 0 },
  {
    ...refused("a long body that breaks off", 400, post("Content-Length: 2000000\r\n", "abc")),
    handled: 1,
  },
  {
    ...refused("a body that is too long", 413, post("Content-Length: 4000000\r\n", "abc")),
    handled: 0,
  },
  {
    ...refused(
      "chunks that are too long",
      413,
      chunked(`${(3_500_000).toString(16)}\r\n${"a".repeat(3_500_000)}\r\n${LAST}`),
    ),
    handled: 1,
  },

  ...["GET", "DELETE", "OPTIONS", "HEAD", "PATCH"].map((method) => ({
    ...served(
      `the body of a ${method}`,
      `${method} /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc`,
    ),
    says: method === "HEAD" ? "" : '"abc"]',
  })),
  served(
    "the chunks of a GET",
    get("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n" + LAST),
    '"abc"]',
  ),

  served(
    "three requests at once",
    get() + post("Content-Length: 3\r\n", "abc") + get(),
    '"abc"]',
    3,
  ),
  served("requests behind chunks", chunked("3\r\nabc\r\n" + LAST) + get() + get(), '"abc"]', 3),
  served(
    "a request behind a long body",
    post("Content-Length: 1500000\r\n", "a".repeat(1_500_000)) + get(),
    "aaa",
    2,
  ),
  {
    name: "a request behind one that is refused",
    sent: get("a : b\r\n") + SMUGGLED,
    statuses: [400],
  },
  {
    name: "a request behind a URL that is refused, which the connection outlives",
    sent: "GET a HTTP/1.1\r\nHost: h\r\n\r\n" + get(),
    statuses: [400, 200],
  },
  served(
    "Connection: close, and no more",
    get("Connection: close\r\n") + SMUGGLED,
    "Connection: close\r\n",
  ),
  served(
    "a close among other tokens",
    get("Connection: x, Close\r\n") + SMUGGLED,
    "Connection: close\r\n",
  ),
  served("HTTP/1.0, which ends", "GET /a HTTP/1.0\r\n\r\n" + SMUGGLED, "Connection: close\r\n"),
  served(
    "HTTP/1.0 that goes on",
    "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /a HTTP/1.0\r\n\r\n",
    "Connection: keep-alive\r\n",
    2,
  ),

  {
    ...served("100 Continue", post("Expect: 100-continue\r\nContent-Length: 3\r\n", ""), ""),
    statuses: [100, 400],
    handled: 0,
  },
  served(
    "100 Continue that nobody waits for",
    post("Expect: 100-continue\r\nContent-Length: 3\r\n", "abc"),
    '"abc"]',
  ),
  served("100 Continue without a body", get("Expect: 100-continue\r\n")),
  {
    ...refused(
      "100 Continue for a body that is too long",
      413,
      post("Expect: 100-continue\r\nContent-Length: 4000000\r\n", ""),
    ),
    handled: 0,
  },
  refused("another expectation", 417, post("Expect: 200-ok\r\nContent-Length: 3\r\n", "abc")),
  refused("an upgrade to WebSocket", 501, get("Connection: Upgrade\r\nUpgrade: websocket\r\n")),
  served(
    "an upgrade to HTTP/2, which is not taken up",
    get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n"),
  ),
];
