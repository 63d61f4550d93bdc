/** The barest server that node:net allows: one reply for every line. `node bare.mjs BYTES` */
import { createServer } from 'node:net';

const body = Buffer.alloc(Number(process.argv[2]), 'abcdefghijklmnopqrstuvwxyz\n');
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    if (chunk.includes(10)) socket.end(body, () => socket.destroy());
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  process.stdout.write(`${server.address().port}\n`),
);
