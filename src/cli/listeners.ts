/** `--listen ADDRESS[:PORT][=VIEW][,OPTION…]`: where to listen, what is shown there and how. */
import { isIPv6 } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { isHostName } from '../gopher/item.ts';
import { isLoopback, isOfIPv6 } from '../server/address.ts';
import type { Place } from '../server/place.ts';
import type { TlsFiles } from '../server/tls.ts';
import { DEFAULT_VIEW, parseView, VIEW_HELP, type View } from '../site/view.ts';
import { Failure } from './failure.ts';
import type { PassedSocket } from './systemd.ts';

/** One `--listen`. */
export interface ListenOption {
  /** As it was given. */
  readonly text: string;
  /** An address, or the name of a socket that the program is started with. */
  readonly where:
    { readonly address: string; readonly port: number | undefined } | { readonly socket: string };
  readonly view: View;
  /** The server's name in menus here, where it is another. */
  readonly name: string | undefined;
  /** The port in menus here, where it is another: that of a proxy before it. */
  readonly shownPort: number | undefined;
  /** Whether nothing but TLS is spoken. */
  readonly tlsOnly: boolean;
  /** A certificate of its own. */
  readonly tls: TlsFiles | undefined;
}

/** Places that share a port and all else: one set of replies. */
export interface ListenerPlan extends Pick<ListenOption, 'view' | 'name' | 'shownPort' | 'tlsOnly' | 'tls'> {
  /** By which the same listener is known after a reload. */
  readonly key: string;
  readonly places: readonly Place[];
  /** Whether only this machine can connect. */
  readonly isLocal: boolean;
}

const FORM = 'ADDRESS[:PORT][=VIEW][,tls][,host=NAME[:PORT]][,certificate=FILE,key=FILE]';
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/;
/** [systemd.socket(5), FileDescriptorName=] ASCII but for control characters and colons. */
const SOCKET = /^fd:([ -9;-~]+)$/;

function whereOf(text: string): ListenOption['where'] {
  const socket = SOCKET.exec(text)?.[1];
  if (socket !== undefined) return { socket };
  const [, bracketed, plain, portText] = WITH_PORT.exec(text) ?? [];
  const address = bracketed ?? plain ?? text.replace(/^\[(.*)\]$/, '$1');
  const port = portText === undefined ? undefined : Number(portText);
  if (address === '' || (port !== undefined && port > 65535))
    throw new InvalidArgumentError(`Give ${FORM}, such as 0.0.0.0:7071=cp437-40.`);
  return { address: isOfIPv6(address) && isIPv6(address) ? usualForm(address) : address, port };
}

/** An IPv6 address as it is written usually, so that it is known however it is given. */
function usualForm(address: string): string {
  const [host = '', zone] = address.split('%');
  const usual = new URL(`http://[${host}]/`).hostname.slice(1, -1);
  return zone === undefined ? usual : `${usual}%${zone}`;
}

function parseOne(text: string): ListenOption {
  const [place = '', ...options] = text.split(',');
  const [where = '', viewName, ...more] = place.split('=');
  const view = viewName === undefined ? DEFAULT_VIEW : parseView(viewName);
  if (view === undefined || more.length > 0)
    throw new InvalidArgumentError(`There is no view "${place.slice(where.length + 1)}". ${VIEW_HELP}.`);
  const found: Record<string, string> = {};
  for (const option of options) {
    const [name = '', value = ''] = option.split(/=(.*)/s);
    const isKnown =
      name === 'tls' ? value === '' : ['host', 'certificate', 'key'].includes(name) && value !== '';
    if (!isKnown || name in found)
      throw new InvalidArgumentError(`"${option}" is not understood. Give ${FORM}.`);
    found[name] = value;
  }
  const { certificate, key } = found;
  const [host, port] = found['host']?.split(/:(\d{1,5})$/) ?? [];
  const shownPort = port === undefined ? undefined : Number(port);
  if (host !== undefined && (!isHostName(host) || (shownPort ?? 1) < 1 || (shownPort ?? 1) > 65535))
    throw new InvalidArgumentError(
      'Menus need a DNS name or an IPv4 address, such as host=gopher.example.org or host=gopher.example.org:70.',
    );
  if ((certificate === undefined) !== (key === undefined))
    throw new InvalidArgumentError('A certificate needs its key, and a key its certificate.');
  return {
    text,
    where: whereOf(where),
    // on its own port the view is what is shown, and stands in no selector
    view: { ...view, isNamed: false },
    name: host,
    shownPort,
    tlsOnly: 'tls' in found,
    tls: certificate === undefined || key === undefined ? undefined : { certificate, key },
  };
}

/** What `value` says, several parted by spaces, behind what was given `before`. Throws a usage error that names the valid forms. */
export function parseListen(
  value: string,
  before: readonly ListenOption[] | undefined,
): readonly ListenOption[] {
  return [...(before ?? []), ...parsePlaces(value.trim().split(/\s+/))];
}

/** What `values` say, one place each. Throws a usage error that names the valid forms. */
export const parsePlaces = (values: readonly string[]): readonly ListenOption[] => values.map(parseOne);

const LOCALHOST = parseOne('localhost');
const LOOPBACK_NAMES = new Set(['localhost', '::1']);

/** The addresses that `address` stands for. */
const spotsOf = (address: string): readonly string[] =>
  address === 'localhost' ? ['127.0.0.1', '::1'] : [address];

/** Where one listens, and whether only this machine reaches it; those of one `port` share what is shown. */
interface Where {
  readonly place: Place;
  readonly isLocal: boolean;
  readonly port: string;
}

/** The places of `option`: each socket that was passed is one of its own, for which port it has is not known yet. */
function wheresOf({ where }: ListenOption, port: number, sockets: readonly PassedSocket[]): Where[] {
  if ('address' in where) {
    const place = { address: where.address, port: where.port ?? port };
    const isLocal = LOOPBACK_NAMES.has(where.address) || isLoopback(where.address);
    return [{ place, isLocal, port: String(place.port) }];
  }
  const places = sockets.filter(({ name }) => name === where.socket);
  if (places.length === 0) {
    const known = sockets.map(({ name }) => name).join(', ');
    throw new Failure(
      `no socket called ${where.socket} was passed`,
      known === '' ? 'start it from a systemd socket unit' : `the sockets passed are called ${known}`,
    );
  }
  return places.map((place) => ({ place, isLocal: false, port: `descriptor ${place.descriptor}` }));
}

/**
 * The listeners of `options`, those that differ in nothing but the address together: the sockets that were passed,
 * or else localhost, where there are none. Throws a {@link Failure} when a place is given twice or a socket is missing.
 */
export function listenersOf(
  options: readonly ListenOption[],
  port: number,
  sockets: readonly PassedSocket[],
): ListenerPlan[] {
  const named = new Set(options.flatMap(({ where }) => ('socket' in where ? [where.socket] : [])));
  const rest = [...new Set(sockets.map(({ name }) => name))]
    .filter((name) => !named.has(name))
    .map((name): ListenOption => ({ ...LOCALHOST, text: `fd:${name}`, where: { socket: name } }));
  const given = [...options, ...rest];
  const found = new Map<string, ListenerPlan>();
  const taken = new Set<string>();
  for (const option of given.length > 0 ? given : [LOCALHOST]) {
    const { view, name, shownPort, tlsOnly, tls } = option;
    const shown = { view, name, shownPort, tlsOnly, tls };
    for (const where of wheresOf(option, port, sockets)) {
      const addresses = 'address' in where.place ? spotsOf(where.place.address) : [''];
      const spots = addresses.map((address) => `${address} ${where.port}`);
      if (where.port !== '0' && spots.some((spot) => taken.has(spot)))
        throw new Failure(
          `--listen ${option.text}: this place is given twice`,
          'give each address and port once; localhost is 127.0.0.1 and ::1',
          2,
        );
      for (const spot of spots) taken.add(spot);
      const key = JSON.stringify([where.port, { ...shown, view: view.name }]);
      const known = found.get(key);
      found.set(key, {
        ...shown,
        key,
        places: [...(known?.places ?? []), where.place],
        isLocal: where.isLocal && known?.isLocal !== false,
      });
    }
  }
  // the same listener has another key when an address is added: it is another set of sockets
  return [...found.values()].map((plan) => ({ ...plan, key: JSON.stringify([plan.key, plan.places]) }));
}
