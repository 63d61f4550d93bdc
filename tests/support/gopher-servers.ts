/** Other people's gopher servers, where they are installed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ask } from './client.ts';
import { eventually, freePort, temporaryFolder } from './program.ts';

const GOPHERNICUS = '/usr/sbin/gophernicus';
const PYGOPHERD = '/usr/sbin/pygopherd';

/** Starts a server over the folder `root` that ends with the test, and gives its port. */
export type Serve = (root: string) => Promise<number>;

/** Gophernicus, which inetd starts for each connection. */
async function serveGophernicus(root: string): Promise<number> {
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const port = socket.localPort ?? 0;
    const flags = ['-nv', '-nr', '-nm', '-nx', '-nu', '-ns', '-nh', '-nf'];
    const child = spawn(GOPHERNICUS, [...flags, '-h', 'localhost', '-p', String(port), '-r', root], {
      stdio: [socket, socket, 'ignore'],
    });
    child.once('spawn', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const settingsOf = (root: string, port: number): string => `[pygopherd]
port = ${port}
interface = 127.0.0.1
servername = localhost
detach = no
servertype = ThreadingTCPServer
timeout = 60
abstract_headers = off
abstract_entries = unsupported
tracebacks = no
usechroot = no
enable_tls = no
root = ${root}
mimetypes = /etc/pygopherd/mime.types:/etc/mime.types
encoding = []
[logger]
logmethod = none
[GopherEntry]
defaultmimetype = text/plain
mapping = [['text/.+', '0'], ['application/gopher-menu', '1'], ['.*', '9']]
eaexts = {}
[handlers.HandlerMultiplexer]
handlers = [url.HTMLURLHandler, gophermap.BuckGophermapHandler, file.FileHandler]
[handlers.file.CompressedFileHandler]
decompressors = {}
decompresspatt = .*
[protocols.ProtocolMultiplexer]
protocols = [rfc1436.GopherProtocol]
`;

async function servePygopherd(root: string): Promise<number> {
  const port = await freePort();
  const file = join(await temporaryFolder(), 'pygopherd.conf');
  await writeFile(file, settingsOf(root, port));
  const child = spawn(PYGOPHERD, [file], { stdio: 'ignore' });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await eventually(() => ask(port, '\r\n').catch(() => undefined));
  return port;
}

/** Each by its name; `undefined` where it is not installed. */
export const SERVERS: readonly (readonly [name: string, serve: Serve | undefined])[] = [
  ['gophernicus', existsSync(GOPHERNICUS) ? serveGophernicus : undefined],
  ['pygopherd', existsSync(PYGOPHERD) ? servePygopherd : undefined],
];
