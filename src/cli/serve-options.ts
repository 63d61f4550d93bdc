/** The options of `serve`; each is a setting of the configuration file too. */
import { Command, InvalidArgumentError } from 'commander';
import { ADDRESS_MODES, LOG_FORMATS, type AddressMode, type LogFormat } from '../server/access-log.ts';
import { AddressSet, LOOPBACK, parseAddressRange, type AddressRange } from '../server/address.ts';
import { LIMITS, type Limits } from '../server/limits.ts';
import type { TlsFiles } from '../server/tls.ts';
import { Failure } from './failure.ts';
import { parseListen, parsePlaces, type ListenOption } from './listeners.ts';
import { wholeNumber } from './numbers.ts';
import { ListOption, nameOf, settingsOf } from './settings.ts';
import {
  configOption,
  dirOption,
  parseName,
  setting,
  stateOption,
  withSiteOptions,
  withVariable,
  type SiteOptions,
} from './site-options.ts';

/** A list of addresses, as it was given and as it is. */
interface AddressList {
  readonly text: string;
  readonly ranges: readonly AddressRange[];
}

/** The settings of the daemon. Times are in seconds. */
export interface ServeOptions extends SiteOptions {
  readonly dir: string;
  readonly listen?: readonly ListenOption[];
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly trustedProxy: AddressList;
  readonly exempt: AddressList;
  readonly log: LogFormat;
  readonly logAddresses: AddressMode;
  readonly metrics: AddressList;
  readonly user?: string;
  readonly state?: string;
  readonly requestTimeout: number;
  readonly readTimeout: number;
  readonly closeTimeout: number;
  readonly stopTimeout: number;
  readonly maxConnections: number;
  readonly maxPerAddress: number;
  readonly maxRequests: number;
  readonly requestBurst: number;
  readonly maxBytes: number;
}

function parseAddresses(text: string): AddressList {
  const words = text.split(/[\s,]+/).filter((word) => word !== '' && word !== 'none');
  const ranges = words.flatMap((word) => {
    if (word === 'loopback') return LOOPBACK;
    const range = parseAddressRange(word);
    if (range === undefined)
      throw new InvalidArgumentError(
        `"${word}" is no address: give ADDRESS or ADDRESS/BITS, loopback, or none, parted by commas.`,
      );
    return [range];
  });
  return { text, ranges };
}

const SECONDS = 1000;

/** No piece takes more than a second at the rate that a client has: else it would look like one that reads nothing. */
function pieces(maxBytes: number): Pick<Limits, 'chunkBytes' | 'wholeReplyBytes'> {
  const { chunkBytes, wholeReplyBytes } = LIMITS;
  if (maxBytes === 0) return { chunkBytes, wholeReplyBytes };
  return {
    chunkBytes: Math.min(chunkBytes, maxBytes),
    wholeReplyBytes: Math.min(wholeReplyBytes, maxBytes),
  };
}

/** The limits that `options` set. */
export const limitsOf = (options: ServeOptions): Limits => ({
  ...LIMITS,
  ...pieces(options.maxBytes),
  requestMs: options.requestTimeout * SECONDS,
  progressMs: options.readTimeout * SECONDS,
  lingerMs: options.closeTimeout * SECONDS,
  shutdownMs: options.stopTimeout * SECONDS,
  connections: options.maxConnections,
  connectionsPerAddress: options.maxPerAddress,
  requestsPerSecond: options.maxRequests,
  requestBurst: options.requestBurst,
  bytesPerSecond: options.maxBytes,
});

/** The set of addresses that `list` names. */
export const addressSet = ({ ranges }: AddressList): AddressSet => new AddressSet(ranges);

/** The certificate for all listeners that have none of their own. Throws a {@link Failure} when one file is missing. */
export function tlsFilesOf({ tlsCertificate, tlsKey }: ServeOptions): TlsFiles | undefined {
  if (tlsCertificate === undefined && tlsKey === undefined) return undefined;
  if (tlsCertificate === undefined || tlsKey === undefined)
    throw new Failure(
      'a certificate needs its key, and a key its certificate',
      'give both --tls-certificate and --tls-key',
      2,
    );
  return { certificate: tlsCertificate, key: tlsKey };
}

const seconds = wholeNumber(1, 3600);

/** Adds the options to `command`. */
export function withServeOptions(command: Command): Command {
  withSiteOptions(command.addOption(configOption()).addOption(dirOption()), 'the port; 0 finds a free one');
  return command
    .addOption(
      withVariable(
        new ListOption(
          '--listen <place>',
          'ADDRESS[:PORT][=VIEW]: listen here, and show this view; may be given again (default: the sockets of systemd, or else localhost, IPv4 and IPv6). Behind it, each after a comma: tls (nothing but TLS), host=NAME[:PORT] (in menus, such as those of a proxy), certificate=FILE and key=FILE. fd:NAME is a socket of systemd, if its name has no comma, equals sign or space',
          parsePlaces,
        ),
      ).argParser(parseListen),
    )
    .addOption(
      setting(
        '--tls-certificate <file>',
        'speak TLS too, on every port, with this certificate (PEM)',
      ).argParser(parseName),
    )
    .addOption(setting('--tls-key <file>', 'the key of the certificate (PEM)').argParser(parseName))
    .addOption(
      setting(
        '--trusted-proxy <addresses>',
        'proxies that begin each connection with a PROXY header, which says for whom it is',
      )
        .argParser(parseAddresses)
        .default(parseAddresses('none'), 'none'),
    )
    .addOption(
      setting(
        '--user <name[:group]>',
        'go on as this account once the ports are open; root is needed to start',
      ).argParser(parseName),
    )
    .addOption(stateOption())
    .addOption(
      setting('--log <format>', 'the access log on standard output').choices(LOG_FORMATS).default('combined'),
    )
    .addOption(
      setting(
        '--log-addresses [how]',
        'how much of the addresses of clients the log holds; with full also what they search for',
      )
        .choices(ADDRESS_MODES)
        .preset('full')
        .default('none'),
    )
    .addOption(
      setting('--metrics <addresses>', 'who may read /metrics over HTTP, such as loopback')
        .argParser(parseAddresses)
        .default(parseAddresses('none'), 'none'),
    )
    .addOption(
      setting('--exempt <addresses>', 'clients without limits of their own')
        .argParser(parseAddresses)
        .default(parseAddresses('loopback'), 'loopback'),
    )
    .addOption(
      setting('--max-connections <number>', 'connections at once; more get a busy reply')
        .argParser(wholeNumber(1, 1_000_000))
        .default(LIMITS.connections),
    )
    .addOption(
      setting('--max-per-address <number>', 'connections at once from one address (IPv6: one /64)')
        .argParser(wholeNumber(1, 1_000_000))
        .default(LIMITS.connectionsPerAddress),
    )
    .addOption(
      setting('--max-requests <number>', 'requests a second from one address, in the long run')
        .argParser(wholeNumber(1, 1_000_000))
        .default(LIMITS.requestsPerSecond),
    )
    .addOption(
      setting('--request-burst <number>', 'requests at once from one address, after a pause')
        .argParser(wholeNumber(1, 1_000_000))
        .default(LIMITS.requestBurst),
    )
    .addOption(
      setting('--max-bytes <number>', 'bytes a second to one address; 0 for no limit')
        .argParser(wholeNumber(0, 1_000_000_000))
        .default(LIMITS.bytesPerSecond),
    )
    .addOption(
      setting('--request-timeout <seconds>', 'how long a client may take to send its request')
        .argParser(seconds)
        .default(LIMITS.requestMs / SECONDS),
    )
    .addOption(
      setting('--read-timeout <seconds>', 'how long a client may read nothing of its reply')
        .argParser(seconds)
        .default(LIMITS.progressMs / SECONDS),
    )
    .addOption(
      setting('--close-timeout <seconds>', 'how long a client may take to close behind its reply')
        .argParser(seconds)
        .default(LIMITS.lingerMs / SECONDS),
    )
    .addOption(
      setting('--stop-timeout <seconds>', 'how long replies under way may take when the daemon stops')
        .argParser(seconds)
        .default(LIMITS.shutdownMs / SECONDS),
    );
}

/** The names of all settings of `serve`, which one file may hold for every command. */
export const settingNames = (): ReadonlySet<string> =>
  new Set(settingsOf(withServeOptions(new Command())).map(nameOf));
