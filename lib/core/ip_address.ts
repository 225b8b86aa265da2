/**
 * IP addresses as numbers, to compare them.
 * @module
 */

export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** An IPv4 or IPv6 address (an IPv4 one mapped into IPv6 counts as IPv4); null for anything else. */
export function parseAddress(text: string): IpAddress | null {
  const trimmed = text.trim().replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  if (!trimmed.includes(":")) return parseV4(trimmed);
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(trimmed);
  if (embedded === null) return parseV6(trimmed);
  const v4 = parseV4(embedded[2]);
  if (v4 === null) return null;
  const low = `${(v4.value >> 16n).toString(16)}:${(v4.value & 0xffffn).toString(16)}`;
  return parseV6(embedded[1] + low);
}

function parseV4(text: string): IpAddress | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return { version: 4, value };
}

const MAPPED = 0xffffn;

function parseV6(text: string): IpAddress | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const groups = (half: string) => half === "" ? [] : half.split(":");
  const head = groups(halves[0]);
  const tail = halves.length === 2 ? groups(halves[1]) : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let value = 0n;
  for (const group of [...head, ...new Array<string>(missing).fill("0"), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  if (value >> 32n === MAPPED) return { version: 4, value: value & 0xffffffffn };
  return { version: 6, value };
}
