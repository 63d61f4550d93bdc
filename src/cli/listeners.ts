/** `--listen ADDRESS[:PORT][=VIEW]`: where to listen, and what is shown there. */
import { InvalidArgumentError } from 'commander';
import { DEFAULT_VIEW, parseView, VIEW_HELP, type View } from '../site/view.ts';

/** One `--listen`; without a port it is the one of `--port`. */
export interface ListenOption {
  readonly address: string;
  readonly port: number | undefined;
  readonly view: View;
}

/** Addresses that share a port and a view: one set of replies. */
export interface Listener {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly view: View;
}

const WITH_PORT = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/;

/** What `value` says. Throws a usage error that names the valid forms. */
export function parseListen(value: string): ListenOption {
  const [where = '', viewName] = value.split('=', 2);
  const view = viewName === undefined ? DEFAULT_VIEW : parseView(viewName);
  if (view === undefined)
    throw new InvalidArgumentError(`There is no view "${viewName ?? ''}". ${VIEW_HELP}.`);
  const [, bracketed, plain, portText] = WITH_PORT.exec(where) ?? [];
  const address = bracketed ?? plain ?? where.replace(/^\[(.*)\]$/, '$1');
  const port = portText === undefined ? undefined : Number(portText);
  if (address === '' || (port !== undefined && port > 65535))
    throw new InvalidArgumentError(
      'Give ADDRESS, ADDRESS:PORT or ADDRESS:PORT=VIEW, such as 0.0.0.0:7071=cp437-40.',
    );
  // on its own port the view is what is shown, and stands in no selector
  return { address, port, view: { ...view, isNamed: false } };
}

/** The listeners of `options`, those with one port and one view together; localhost where there are none. */
export function listenersOf(options: readonly ListenOption[], port: number): Listener[] {
  const all = options.length > 0 ? options : [parseListen('localhost')];
  const found = new Map<string, { addresses: string[]; port: number; view: View }>();
  for (const option of all) {
    const listener = { addresses: [], port: option.port ?? port, view: option.view };
    const key = `${listener.port} ${listener.view.name}`;
    const known = found.get(key) ?? listener;
    found.set(key, known);
    known.addresses.push(option.address);
  }
  return [...found.values()];
}
