/**
 * IP addresses: reading and canonical text.
 * @module
 */

/** Four or sixteen bytes. */
export class IpBytes {
  constructor(readonly bytes: readonly number[], readonly scope = 0) {}

  get isV6(): boolean {
    return this.bytes.length === 16;
  }

  /** Eight groups of 16 bits, of an IPv6 address. */
  get groups(): number[] {
    return Array.from({ length: 8 }, (_, i) => this.bytes[2 * i] * 256 + this.bytes[2 * i + 1]);
  }

  toString(): string {
    if (!this.isV6) return this.bytes.join(".");
    const scope = this.scope === 0 ? "" : `%${this.scope}`;
    return groupsToText(this.groups, this.bytes) + scope;
  }
}

function groupsToText(groups: readonly number[], bytes: readonly number[]): string {
  const upper = groups.slice(0, 5).every((g) => g === 0);
  if (upper && groups[6] !== 0 && (groups[5] === 0xffff || groups[5] === 0)) {
    return `::${groups[5] === 0xffff ? "ffff:" : ""}${bytes.slice(12).join(".")}`;
  }
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > length) [start, length] = [i, run];
    i += run;
  }
  const hex = groups.map((g) => g.toString(16));
  if (start < 0) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

/** Whether the text is four decimal numbers below 256. */
export function isIPv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) < 256);
}

/** One to four numbers, decimal, octal (0...) or hexadecimal (0x...), the last filling what is left. */
export function readIPv4(text: string): IpBytes | null {
  const parts = text.split(".");
  if (parts.length > 4) return null;
  const numbers: number[] = [];
  for (const part of parts) {
    if (/^0x[0-9a-f]+$/i.test(part)) numbers.push(parseInt(part, 16));
    else if (/^0[0-7]*$/.test(part)) numbers.push(parseInt(part, 8));
    else if (/^[1-9]\d*$/.test(part)) numbers.push(Number(part));
    else return null;
  }
  const last = numbers.pop()!;
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
  const bytes = numbers.slice();
  for (let i = 3 - numbers.length; i >= 0; i--) bytes.push(Math.floor(last / 256 ** i) % 256);
  return new IpBytes(bytes);
}

/** An IPv6 address, with `::`, an IPv4 tail and `%scope`, and with brackets or without. */
export function readIPv6(source: string): IpBytes | null {
  const match = /^\[?([0-9a-fA-F:.]+)(?:%(\w+))?(?:\]?|\]:\d+)$/.exec(source);
  if (!match) return null;
  let text = match[1];
  const tail = /(^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    if (!isIPv4(tail[2])) return null;
    const b = tail[2].split(".").map(Number);
    const groups = [b[0] * 256 + b[1], b[2] * 256 + b[3]].map((g) => g.toString(16)).join(":");
    text = text.slice(0, -tail[2].length) + groups;
  }
  if (text.includes(".") || text.includes(":::")) return null;
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const groupsOf = (half: string) => (half === "" ? [] : half.split(":"));
  const head = groupsOf(halves[0]);
  const rest = halves.length === 2 ? groupsOf(halves[1]) : [];
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(Math.max(0, missing)).fill("0"), ...rest];
  if (!groups.every((g) => /^[0-9a-fA-F]{1,4}$/.test(g))) return null;
  const bytes = groups.flatMap((g) => [parseInt(g, 16) >> 8, parseInt(g, 16) & 0xff]);
  return new IpBytes(bytes, Number(match[2] ?? 0) || 0);
}
