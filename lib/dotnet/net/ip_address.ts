/**
 * System.Net.IPAddress.
 * @module
 */
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { equals, hashCode } from "../../csharp/runtime/object.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf } from "../system/bytes.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { IpBytes, readIPv4, readIPv6 } from "./ip.ts";

export const types = new Declarations();

const INTER_NETWORK = 2;
const INTER_NETWORK_V6 = 23;

class IPAddress implements CsObject {
  readonly csType = typeOf("System.Net.IPAddress");
  constructor(readonly value: IpBytes) {}

  static of(...bytes: number[]): IPAddress {
    return new IPAddress(new IpBytes(bytes));
  }

  get isMapped(): boolean {
    const { isV6, groups } = this.value;
    return isV6 && groups[5] === 0xffff && groups.slice(0, 5).every((g) => g === 0);
  }

  csToString(): string {
    return this.value.toString();
  }

  csEquals(other: unknown): boolean {
    return other instanceof IPAddress && other.csHashKey() === this.csHashKey();
  }

  csHashKey(): string {
    return `${this.value.bytes.join(".")}%${this.value.scope}`;
  }
}

const LOOPBACK = IPAddress.of(127, 0, 0, 1);
const ZEROS = Array<number>(16).fill(0);
const V6_LOOPBACK = IPAddress.of(...ZEROS.slice(1), 1);

function read(text: string): IPAddress | null {
  const value = text.includes(":") ? readIPv6(text) : readIPv4(text);
  return value && new IPAddress(value);
}

/** The signed integer of `size` bytes whose bytes come in the opposite order. */
function swapBytes(value: number | bigint, size: number): bigint {
  let rest = BigInt.asUintN(8 * size, BigInt(value));
  let swapped = 0n;
  for (let i = 0; i < size; i++, rest >>= 8n) swapped = (swapped << 8n) | (rest & 0xffn);
  return BigInt.asIntN(8 * size, swapped);
}

types.declare({
  type: "enum System.Net.Sockets.AddressFamily",
  values: {
    Unknown: -1,
    Unspecified: 0,
    Unix: 1,
    InterNetwork: INTER_NETWORK,
    InterNetworkV6: INTER_NETWORK_V6,
  },
});

types.of<IPAddress>().declare({
  type: "class System.Net.IPAddress",
  members: {
    "new(byte[] address)": (address: CsArray | null) => {
      const bytes = bytesOf(address, "address");
      if (bytes.length !== 4 && bytes.length !== 16) {
        throw errors.argument("An invalid IP address was specified.", "address");
      }
      return IPAddress.of(...bytes);
    },
    "new(long newAddress)": (address: bigint) => {
      if (address < 0n || address > 0xffffffffn) throw errors.outOfRange("newAddress");
      const number = Number(address);
      return IPAddress.of(...[0, 8, 16, 24].map((shift) => (number >>> shift) & 0xff));
    },
    "static readonly IPAddress Any": () => IPAddress.of(0, 0, 0, 0),
    "static readonly IPAddress Loopback": () => LOOPBACK,
    "static readonly IPAddress Broadcast": () => IPAddress.of(255, 255, 255, 255),
    "static readonly IPAddress None": () => IPAddress.of(255, 255, 255, 255),
    "static readonly IPAddress IPv6Any": () => IPAddress.of(...ZEROS),
    "static readonly IPAddress IPv6None": () => IPAddress.of(...ZEROS),
    "static readonly IPAddress IPv6Loopback": () => V6_LOOPBACK,
    "static IPAddress Parse(string ipString)": (text) => {
      if (text === null) throw errors.argumentNull("ipString");
      const address = read(text);
      if (!address) {
        throw new CsException("System.FormatException", "An invalid IP address was specified.");
      }
      return address;
    },
    "static bool TryParse(string ipString, out IPAddress address)": (text, result) => {
      result.value = text === null ? null : read(text);
      return result.value !== null;
    },
    "static bool IsLoopback(IPAddress address)": (address: IPAddress | null) => {
      if (address === null) throw errors.argumentNull("address");
      const { bytes, isV6 } = address.value;
      return isV6
        ? address.csEquals(V6_LOOPBACK) || (address.isMapped && bytes[12] === 127)
        : bytes[0] === 127;
    },
    "System.Net.Sockets.AddressFamily AddressFamily { get; }": (self) =>
      self.value.isV6 ? INTER_NETWORK_V6 : INTER_NETWORK,
    "bool IsIPv4MappedToIPv6 { get; }": (self) => self.isMapped,
    "bool IsIPv6LinkLocal { get; }": (self) =>
      self.value.isV6 && (self.value.groups[0] & 0xffc0) === 0xfe80,
    "bool IsIPv6Multicast { get; }": (self) =>
      self.value.isV6 && (self.value.groups[0] & 0xff00) === 0xff00,
    "bool IsIPv6SiteLocal { get; }": (self) =>
      self.value.isV6 && (self.value.groups[0] & 0xffc0) === 0xfec0,
    "bool IsIPv6Teredo { get; }": (self) =>
      self.value.isV6 && self.value.groups[0] === 0x2001 && self.value.groups[1] === 0,
    "static short HostToNetworkOrder(short host)": (host) => Number(swapBytes(host, 2)),
    "static int HostToNetworkOrder(int host)": (host) => Number(swapBytes(host, 4)),
    "static long HostToNetworkOrder(long host)": (host) => swapBytes(host, 8),
    "static short NetworkToHostOrder(short network)": (network) => Number(swapBytes(network, 2)),
    "static int NetworkToHostOrder(int network)": (network) => Number(swapBytes(network, 4)),
    "static long NetworkToHostOrder(long network)": (network) => swapBytes(network, 8),
    "byte[] GetAddressBytes()": (self) => byteArray(self.value.bytes),
    "IPAddress MapToIPv4()": (self) => IPAddress.of(...self.value.bytes.slice(-4)),
    "IPAddress MapToIPv6()": (self) =>
      self.value.isV6 ? self : IPAddress.of(...ZEROS.slice(0, 10), 0xff, 0xff, ...self.value.bytes),
    "bool Equals(object comparand)": (self, other) => equals(self, other),
    "int GetHashCode()": (self) => hashCode(self),
    "string ToString()": (self) => self.csToString(),
  },
});
