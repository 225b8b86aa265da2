/** Functions on texts. @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string @module */
import { createHash } from "node:crypto";
import type { Json } from "../../arm/json.ts";
import { TemplateError } from "../template_error.ts";
import { toText } from "../value.ts";
import type { FunctionTable } from "./table.ts";

/** The name space of ARM's `guid`. */
const GUID_NAMESPACE = "11fb06fb712d4ddd98c7e71bbd588830";

/** Characters; assumption. */
const MAX_PADDED = 65_536;

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

export const TEXT_FUNCTIONS: FunctionTable = {
  concat(args) {
    args.expect(1, Infinity);
    const values = args.all();
    return Array.isArray(values[0])
      ? values.flatMap((_, i) => args.list(i))
      : values.map(toText).join("");
  },
  format(args) {
    args.expect(1, Infinity);
    return format(args.text(0), args.all().slice(1));
  },
  toLower: (args) => args.text(0).toLowerCase(),
  toUpper: (args) => args.text(0).toUpperCase(),
  trim: (args) => args.text(0).trim(),
  replace: (args) => args.text(0).replaceAll(args.text(1), args.text(2)),
  startsWith: (args) => args.text(0).toLowerCase().startsWith(args.text(1).toLowerCase()),
  endsWith: (args) => args.text(0).toLowerCase().endsWith(args.text(1).toLowerCase()),
  substring(args) {
    args.expect(2, 3);
    const [text, start] = [args.text(0), args.integer(1)];
    const length = args.has(2) ? args.integer(2) : text.length - start;
    if (start < 0 || length < 0 || start + length > text.length) {
      throw new TemplateError(
        `'substring' of ${length} from ${start} is not within a string of ${text.length} characters`,
      );
    }
    return text.slice(start, start + length);
  },
  split(args) {
    const by = args.any(1);
    const delimiters = Array.isArray(by) ? by.map(toText) : [args.text(1)];
    return delimiters.reduce<string[]>(
      (parts, delimiter) => parts.flatMap((part) => part.split(delimiter)),
      [args.text(0)],
    );
  },
  join: (args) => args.list(0).map(toText).join(args.text(1)),
  padLeft(args) {
    args.expect(2, 3);
    const [text, width] = [toText(args.any(0)), args.integer(1)];
    if (width > MAX_PADDED) throw new TemplateError(`'padLeft' pads to ${MAX_PADDED} at the most`);
    return text.padStart(width, args.has(2) ? args.text(2) : " ");
  },
  string: (args) => toText(args.any(0)),
  uniqueString(args) {
    args.expect(1, Infinity);
    return uniqueString(args.all().map(toText).join("-"));
  },
  guid(args) {
    args.expect(1, Infinity);
    return nameGuid(args.all().map(toText).join("-"));
  },
  base64: (args) => Buffer64.encode(args.text(0)),
  base64ToString: (args) => Buffer64.decode(args.text(0)),
  base64ToJson: (args) => parseJson(Buffer64.decode(args.text(0))),
  uri(args) {
    const url = URL.parse(args.text(1), args.text(0));
    if (url) return url.href;
    throw new TemplateError("'uri' expects an absolute URI as its first argument");
  },
  uriComponent: (args) => encodeURIComponent(args.text(0)),
  uriComponentToString: (args) => decodeURIComponent(args.text(0)),
  dataUri: (args) => `data:text/plain;charset=utf8;base64,${Buffer64.encode(toText(args.any(0)))}`,
  dataUriToString(args) {
    const match = /^data:[^,]*?(;base64)?,(.*)$/s.exec(args.text(0));
    if (!match) throw new TemplateError("'dataUriToString' expects a data URI");
    return match[1] ? Buffer64.decode(match[2]) : decodeURIComponent(match[2]);
  },
  json: (args) => parseJson(args.text(0)),
};

const Buffer64 = {
  encode: (text: string) => new TextEncoder().encode(text).toBase64(),
  decode(text: string) {
    try {
      return new TextDecoder().decode(Uint8Array.fromBase64(text));
    } catch {
      throw new TemplateError("a value is not base64");
    }
  },
};

function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new TemplateError("'json' expects JSON");
  }
}

/** .NET's composite format: `{0}`, `{0,8}`, `{0:D3}`; `{{` and `}}` are braces. */
function format(pattern: string, values: readonly Json[]): string {
  return pattern.replace(
    /\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^}]*))?\}/g,
    (whole, index: string | undefined, width: string | undefined, spec: string | undefined) => {
      if (index === undefined) return whole[0];
      const value = values[Number(index)];
      if (value === undefined) {
        throw new TemplateError(`'format' has no argument for '${whole}'`);
      }
      const text = spec === undefined ? toText(value) : formatted(value, spec);
      if (width === undefined) return text;
      const size = Number(width);
      return size < 0 ? text.padEnd(-size) : text.padStart(size);
    },
  );
}

function formatted(value: Json, spec: string): string {
  const match = /^([DdXxNn])(\d*)$/.exec(spec);
  if (match && typeof value === "number") {
    const [, kind, digits] = match;
    const size = Number(digits || 0);
    if (/d/i.test(kind)) {
      return String(Math.abs(value)).padStart(size, "0").replace(/^/, value < 0 ? "-" : "");
    }
    if (kind === "x") return value.toString(16).padStart(size, "0");
    if (kind === "X") return value.toString(16).toUpperCase().padStart(size, "0");
    return value.toLocaleString("en-US", {
      minimumFractionDigits: digits ? size : 2,
      maximumFractionDigits: digits ? size : 2,
    });
  }
  throw new TemplateError(`the format '${spec.slice(0, 20)}' is not supported by 'format' here`);
}

/**
 * Thirteen letters and digits that depend on the text alone. Azure's own come from a hash that is not
 * published: these are of the same form, not the same.
 */
function uniqueString(text: string): string {
  const hash = createHash("sha256").update(text).digest();
  return Array.from({ length: 13 }, (_, i) => BASE32[hash[i] % 32]).join("");
}

/** Version 5 of RFC 9562 in ARM's name space. */
function nameGuid(text: string): string {
  const hash = createHash("sha1").update(GUID_NAMESPACE, "hex").update(text).digest().subarray(
    0,
    16,
  );
  hash[6] = hash[6] & 0x0f | 0x50;
  hash[8] = hash[8] & 0x3f | 0x80;
  const hex = hash.toString("hex");
  return [0, 8, 12, 16, 20].map((from, i, at) => hex.slice(from, at[i + 1] ?? 32)).join("-");
}
