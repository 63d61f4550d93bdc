/** Upstreams for tests: small servers of HTTP and gopher on this machine, which go with the test. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What an upstream was asked. */
export interface UpstreamRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** What it answers: 200 and nothing more where nothing else is said. */
export interface UpstreamReply {
  readonly status?: number;
  /** The Content-Type. */
  readonly type?: string;
  /** With an `etag` among them, a request that names it gets 304. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export type UpstreamRoute =
  UpstreamReply | ((request: UpstreamRequest) => UpstreamReply | Promise<UpstreamReply>);

/** A running upstream. What it has no route for is not found. */
export interface Upstream {
  readonly port: number;
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Every request so far, that for `robots.txt` among them. */
  readonly requests: readonly UpstreamRequest[];
  /** How often each path was asked. */
  readonly asked: (path: string) => number;
  /** From now on `path` is answered with `route`. */
  readonly set: (path: string, route: UpstreamRoute) => void;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening socket of the network has one
  return (server.address() as AddressInfo).port;
}

/** Answers over HTTP; paths are matched with their query. */
export async function startUpstream(routes: Readonly<Record<string, UpstreamRoute>> = {}): Promise<Upstream> {
  const known = new Map(Object.entries(routes));
  const requests: UpstreamRequest[] = [];
  const answer: RequestListener = (incoming, outgoing) => {
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers };
    requests.push(request);
    void (async () => {
      const route = known.get(request.path) ?? { status: 404, body: 'not here' };
      const reply = typeof route === 'function' ? await route(request) : route;
      const etag = reply.headers?.['etag'];
      const isKnown = etag !== undefined && etag === request.headers['if-none-match'];
      outgoing.statusCode = isKnown ? 304 : (reply.status ?? 200);
      if (reply.type !== undefined) outgoing.setHeader('content-type', reply.type);
      for (const [name, value] of Object.entries(reply.headers ?? {})) outgoing.setHeader(name, value);
      outgoing.end(isKnown ? undefined : reply.body);
    })();
  };
  const server = createServer({ keepAliveTimeout: 1 }, answer);
  onTestFinished(() => {
    server.closeAllConnections();
  });
  const port = await listening(server);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    requests,
    asked: (path) => requests.filter((request) => request.path === path).length,
    set: (path, route) => void known.set(path, route),
  };
}

/** A server of bytes: what `serve` does with a connection whose first bytes are `request`. */
export async function startRawUpstream(
  serve: (socket: Socket, request: string) => void,
): Promise<{ readonly port: number; readonly origin: string }> {
  const server = createSocketServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    socket.once('data', (first) => {
      serve(socket, first.toString('latin1'));
    });
  });
  const port = await listening(server);
  return { port, origin: `http://127.0.0.1:${port}` };
}

/** A gopher server that has these replies by selector; for any other it has an error. Those in `cut` it breaks off. */
export async function startGopherUpstream(replies: Readonly<Record<string, string | Uint8Array>>): Promise<{
  readonly port: number;
  readonly origin: string;
  readonly requests: string[];
  readonly cut: Set<string>;
}> {
  const requests: string[] = [];
  const cut = new Set<string>();
  const { port } = await startRawUpstream((socket, request) => {
    const selector = request.replace(/\r?\n$/, '');
    requests.push(selector);
    if (cut.has(selector)) socket.resetAndDestroy();
    else socket.end(replies[selector] ?? '3Nothing here\t\terror.host\t1\r\n.\r\n');
  });
  return { port, origin: `gopher://127.0.0.1:${port}`, requests, cut };
}

/** A route that answers when it is let, and tells when it was asked. */
export function gate(body: string): {
  readonly route: UpstreamRoute;
  readonly asked: Promise<void>;
  readonly open: () => void;
} {
  let [open, tell]: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => (open = resolve));
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const route = async () => {
    tell?.();
    await opened;
    return { body };
  };
  return { route, asked, open: () => open?.() };
}
