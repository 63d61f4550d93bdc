/** nginx as Debian has it, serving one static file to connections that are not kept. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuMs, until } from '../support/measure.mjs';

const PROGRAM = 'nginx';

/** Whether nginx is installed. */
export const hasNginx = () => spawnSync(PROGRAM, ['-v']).error === undefined;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);

const configuration = (dir, port) => `
daemon off; master_process on; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log crit;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 4096; }
http {
  access_log off; keepalive_timeout 0; default_type text/plain;
  client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/fastcgi;
  uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;
  server { listen 127.0.0.1:${port} backlog=4096; root ${dir}; }
}
`;

/** Starts nginx with a file of `bytes` bytes; `cpuMs` is that of master and worker. */
export async function startNginx(bytes) {
  const dir = mkdtempSync(join(tmpdir(), 'gopherwire-nginx-'));
  const port = await freePort();
  writeFileSync(join(dir, 'page'), Buffer.alloc(bytes, 'abcdefghijklmnopqrstuvwxyz\n'));
  writeFileSync(join(dir, 'nginx.conf'), configuration(dir, port));
  const child = spawn(PROGRAM, ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: 'ignore' });
  await until(() => childrenOf(child.pid).length > 0, 5_000);
  const pids = [child.pid, ...childrenOf(child.pid)];
  return {
    child,
    port,
    dir,
    request: 'GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n',
    cpuMs: () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0),
  };
}
