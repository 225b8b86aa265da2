/**
 * BasicAuthCredentials and Jwt, read from header values.
 * @module
 */
import { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import type { CsObject, Ref } from "../../../csharp/runtime/values.ts";
import { DateTime } from "../../../dotnet/time/date_time.ts";
import { ListDictionary } from "./dictionaries.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
const decoder = new TextDecoder();

class BasicCredentials implements CsObject {
  readonly csType = typeOf("BasicAuthCredentials");
  constructor(readonly userId: string, readonly password: string) {}
}

/** The credentials in `Basic dXNlcjpwYXNz`; null when there are none. */
function parseBasic(header: string | null): BasicCredentials | null {
  const match = /^\s*Basic\s+(\S+)\s*$/i.exec(header ?? "");
  if (!match) return null;
  const bytes = decode(match[1], "base64");
  const text = bytes && decoder.decode(bytes);
  const colon = text?.indexOf(":") ?? -1;
  return colon < 0 ? null : new BasicCredentials(text!.slice(0, colon), text!.slice(colon + 1));
}

function decode(text: string, alphabet: "base64" | "base64url"): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text, { alphabet });
  } catch {
    return null;
  }
}

/** A JSON Web Token, its signature not looked at. */
export class Jwt implements CsObject {
  readonly csType = typeOf("Jwt");
  readonly claims: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly header: Readonly<Record<string, unknown>>,
    readonly payload: Readonly<Record<string, unknown>>,
    readonly token: string,
  ) {
    this.claims = new Map(
      Object.entries(payload).map(([name, value]) => [name, claimTexts(value)]),
    );
  }

  csToString(): string {
    return this.token;
  }

  text(name: string): string | null {
    return this.claims.get(name)?.[0] ?? null;
  }

  /** A time in seconds since the epoch. */
  date(name: string): DateTime | null {
    const seconds = Number(this.payload[name] ?? NaN);
    return Number.isFinite(seconds) ? DateTime.fromUnix(Math.floor(seconds) * 1000) : null;
  }
}

function claimTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(claimText);
  return value === null ? [""] : [claimText(value)];
}

function claimText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The token in `Bearer a.b.c` or `a.b.c`; null when there is none. */
export function parseJwt(header: string | null): Jwt | null {
  const match = /^\s*(?:Bearer\s+)?([\w-]+)\.([\w-]+)\.([\w-]*)\s*$/i.exec(header ?? "");
  if (!match) return null;
  const head = jsonObject(match[1]);
  const payload = jsonObject(match[2]);
  const compact = match.slice(1).join(".");
  return head && payload ? new Jwt(head, payload, compact) : null;
}

function jsonObject(part: string): Record<string, unknown> | null {
  const bytes = decode(part, "base64url");
  if (bytes === null) return null;
  try {
    const value = JSON.parse(decoder.decode(bytes));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    // names that every object has are no claims
    return Object.assign(Object.create(null), value);
  } catch {
    return null;
  }
}

function into<T>(result: Ref<T | null>, value: T | null): boolean {
  result.value = value;
  return value !== null;
}

types.of<BasicCredentials>().declare({
  type: "class BasicAuthCredentials",
  members: {
    "string UserId { get; }": (self) => self.userId,
    "string Username { get; }": (self) => self.userId,
    "string Password { get; }": (self) => self.password,
  },
});

types.of<Jwt>().declare({
  type: "class Jwt",
  members: {
    "string Algorithm { get; }": (self) => self.header.alg ?? null,
    "IEnumerable<string> Audiences { get; }": (self) =>
      CsArray.of(STRING, [...self.claims.get("aud") ?? []]),
    "IReadOnlyDictionary<string, string[]> Claims { get; }": (self) =>
      new ListDictionary(self.claims),
    "DateTime? ExpirationTime { get; }": (self) => self.date("exp"),
    "string Id { get; }": (self) => self.text("jti"),
    "string Issuer { get; }": (self) => self.text("iss"),
    "DateTime? IssuedAt { get; }": (self) => self.date("iat"),
    "DateTime? NotBefore { get; }": (self) => self.date("nbf"),
    "string Subject { get; }": (self) => self.text("sub"),
    "string Type { get; }": (self) => self.header.typ ?? null,
  },
});

types.declare({
  type: "static class CredentialExtensions",
  members: {
    "static BasicAuthCredentials AsBasic(this string input)": parseBasic,
    "static bool TryParseBasic(this string input, out BasicAuthCredentials result)": (
      input,
      result,
    ) => into(result, parseBasic(input)),
    "static Jwt AsJwt(this string input)": parseJwt,
    "static bool TryParseJwt(this string input, out Jwt result)": (input, result) =>
      into(result, parseJwt(input)),
  },
});
