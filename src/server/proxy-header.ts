/**
 * The header by which a proxy tells whose connection it forwards: PROXY protocol, version 1 (text) and 2 (binary),
 * as HAProxy's proxy-protocol.txt defines it.
 */
import { isIPv4, isIPv6 } from 'node:net';

/** [PROXY-2.1] the longest line of version 1, CR LF included. */
const MAX_V1_BYTES = 107;
/** [PROXY-2.2] the fixed part of version 2; the signature is its first twelve bytes. */
const V2_HEAD_BYTES = 16;
const V2_SIGNATURE = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a);
/** Addresses and extensions of version 2: proxies send some hundred bytes; a certificate in them is not for us. */
const MAX_V2_BYTES = 4096;

const TCP4 = 0x11;
const TCP6 = 0x21;
/** [PROXY-2.2] UNSPEC, datagrams and sockets of Unix: valid, and without an address by which a connection is counted. */
const WITHOUT_ADDRESS = new Set([0x00, 0x12, 0x22, 0x31, 0x32]);

/** A whole header. */
export interface ProxyHeader {
  /** The address of the client; `undefined` where the proxy speaks for itself (LOCAL) or does not know it (UNKNOWN). */
  readonly source: string | undefined;
  /** What came after the header. */
  readonly rest: Uint8Array;
}

type Reading = ProxyHeader | 'invalid' | undefined;

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

const isPort = (port: string): boolean => /^(?:0|[1-9]\d{0,4})$/.test(port) && Number(port) <= 65535;

/** An IPv6 address that has a meaning on other machines too: one with a zone has not. */
const isGlobalIpv6 = (address: string): boolean => isIPv6(address) && !address.includes('%');

/** An IPv6 address in the one form by which clients are counted and logged, or the IPv4 address that it stands for. */
function usualIpv6(address: string): string {
  const usual = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(usual) ?? [];
  if (high === undefined || low === undefined) return usual;
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((n) => [n >> 8, n & 0xff])
    .join('.');
}

/** [PROXY-2.1] `PROXY TCP4 SOURCE DESTINATION PORT PORT` or `PROXY UNKNOWN …` */
function readV1(bytes: Uint8Array): Reading {
  const start = ascii(bytes.subarray(0, 6));
  if (!'PROXY '.startsWith(start)) return 'invalid';
  const end = bytes.indexOf(0x0a);
  if (end < 0) return bytes.length < MAX_V1_BYTES ? undefined : 'invalid';
  if (end >= MAX_V1_BYTES || bytes[end - 1] !== 0x0d) return 'invalid';
  const rest = bytes.subarray(end + 1);
  const [, family, ...fields] = ascii(bytes.subarray(0, end - 1)).split(' ');
  if (family === 'UNKNOWN') return { source: undefined, rest };
  const isAddress = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isGlobalIpv6 : () => false;
  const [source = '', destination = '', ...ports] = fields;
  const isWhole = isAddress(source) && isAddress(destination) && ports.length === 2 && ports.every(isPort);
  if (!isWhole) return 'invalid';
  return { source: family === 'TCP6' ? usualIpv6(source) : source, rest };
}

const group = (bytes: Uint8Array, at: number): string =>
  (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);

/** The address that sixteen bytes hold. */
const ipv6Of = (bytes: Uint8Array): string =>
  usualIpv6(Array.from({ length: 8 }, (_, index) => group(bytes, index * 2)).join(':'));

/** [PROXY-2.2] signature, version and command, family and protocol, length; then addresses and extensions. */
function readV2(bytes: Uint8Array): Reading {
  const compared = Math.min(bytes.length, V2_SIGNATURE.length);
  for (let index = 0; index < compared; index++) if (bytes[index] !== V2_SIGNATURE[index]) return 'invalid';
  if (bytes.length < V2_HEAD_BYTES) return undefined;
  const [versionAndCommand = 0, familyAndProtocol = 0, high = 0, low = 0] = bytes.subarray(12);
  const length = (high << 8) | low;
  const command = versionAndCommand & 0x0f;
  if (versionAndCommand >> 4 !== 2 || command > 1 || length > MAX_V2_BYTES) return 'invalid';
  if (bytes.length < V2_HEAD_BYTES + length) return undefined;
  const rest = bytes.subarray(V2_HEAD_BYTES + length);
  const addresses = bytes.subarray(V2_HEAD_BYTES, V2_HEAD_BYTES + length);
  // LOCAL is the proxy's own health check
  if (command === 0 || WITHOUT_ADDRESS.has(familyAndProtocol)) return { source: undefined, rest };
  if (familyAndProtocol === TCP4 && length >= 12) return { source: addresses.subarray(0, 4).join('.'), rest };
  if (familyAndProtocol === TCP6 && length >= 36) return { source: ipv6Of(addresses.subarray(0, 16)), rest };
  return 'invalid';
}

/** Takes the first bytes of a proxied connection, cut anywhere. */
export class ProxyHeaderDecoder {
  #held = new Uint8Array();

  /** The header once it is whole, `'invalid'` once it can be none, `undefined` while more bytes are needed. */
  push(chunk: Uint8Array): ProxyHeader | 'invalid' | undefined {
    const bytes = new Uint8Array(this.#held.length + chunk.length);
    bytes.set(this.#held);
    bytes.set(chunk, this.#held.length);
    this.#held = bytes;
    return bytes[0] === V2_SIGNATURE[0] ? readV2(bytes) : readV1(bytes);
  }
}
