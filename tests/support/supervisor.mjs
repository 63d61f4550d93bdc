/**
 * Does what a service manager does with sockets: `supervisor.mjs NAMES PROGRAM ARGS…` opens one for each of NAMES,
 * parted by colons, prints their ports, and runs the program with them again and again. Each run prints its process id.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createServer } from 'node:net';

const [names = '', ...command] = process.argv.slice(2);
const servers = [];
for (const _ of names.split(':')) {
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  servers.push(server);
}
const env = { ...process.env, LISTEN_FDS: String(servers.length), LISTEN_FDNAMES: names };
// the process id stays the same when the shell becomes the program
const start = 'echo "pid $$" && LISTEN_PID=$$ exec "$@"';
writeSync(1, `ports ${servers.map((server) => server.address().port).join(' ')}\n`);
// oxlint-disable-next-line no-underscore-dangle -- Node tells the descriptor of a socket nowhere else
const descriptors = servers.map(({ _handle }) => _handle.fd);
for (;;) {
  // while it waits here, its own event loop accepts nobody
  const { status } = spawnSync('sh', ['-c', start, 'sh', ...command], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', ...descriptors],
  });
  if (status !== 0) process.exit(status ?? 1);
}
