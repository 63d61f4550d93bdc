/** The real program, run as an operator runs it. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeAll, onTestFinished } from 'vitest';

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));
/** The commands, in the order in which the help names them. */
export const COMMANDS: readonly string[] = [
  'serve',
  'check',
  'search',
  'status',
  'render',
  'add',
  'sync',
  'mirror',
  'queue',
  'approve',
  'refuse',
  'withdraw',
  'export',
  'verify',
  'keys',
  'config',
  'unit',
  'completion',
  'man',
];
export const BIN: string = join(ROOT, 'bin/gopherwire.js');

/** What a command printed and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Where and in what surroundings a command runs. */
export interface Surroundings {
  readonly cwd?: string;
  /** Besides what the tests have themselves. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that runs it, where it is another one. */
  readonly node?: string;
  /** The number of an account; only root can run a command as another. */
  readonly as?: number;
}

/** Runs `gopherwire ARGS…` to its end. */
export const run = (...args: readonly string[]): Promise<Run> => runIn({}, ...args);

/** Runs `gopherwire ARGS…` to its end in these surroundings. */
export async function runIn(
  { cwd = ROOT, env = {}, as }: Surroundings,
  ...args: readonly string[]
): Promise<Run> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    ...(as !== undefined && { uid: as, gid: as }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  await once(child, 'close');
  return { code: child.exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** A running daemon. */
export class Daemon {
  readonly child: Child;
  readonly port: number;
  #stdout = '';
  #stderr = '';

  constructor(child: Child, port: number, stdout: string, stderr: string) {
    this.child = child;
    this.port = port;
    this.#stdout = stdout;
    this.#stderr = stderr;
    child.stdout.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Sends SIGTERM and gives the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const closed = once(this.child, 'close');
    this.child.kill(signal);
    await closed;
    return this.child.exitCode;
  }
}

/** Starts `gopherwire serve DIR --port 0 ARGS…` and waits until it says where it listens. Rejects with all it said when it ends. */
export const startDaemon = (dir: string, ...args: readonly string[]): Promise<Daemon> =>
  startDaemonIn({}, dir, ...args);

async function startDaemonIn(
  { cwd = ROOT, as, env = {}, node = process.execPath }: Surroundings,
  ...args: readonly string[]
): Promise<Daemon> {
  const child = spawn(node, [BIN, 'serve', '--port', '0', ...args], {
    cwd,
    env: { ...process.env, ...env },
    ...(as !== undefined && { uid: as, gid: as }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const onMessage = (chunk: Buffer): void => {
    stderr += chunk.toString();
  };
  child.stderr.on('data', onMessage);
  const port = await new Promise<number>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      stdout += chunk.toString();
      const match = /gopher:\/\/[^:/]+:(\d+)\/\n/.exec(stdout);
      if (match === null) return;
      child.stdout.removeListener('data', onData);
      resolve(Number(match[1]));
    };
    child.stdout.on('data', onData);
    child.once('close', (code) => {
      reject(new Error(`serve ended with ${String(code)}: ${stdout}${stderr}`));
    });
  });
  // a large folder appears as it is read
  await eventually(() =>
    Promise.resolve(/documents?: .* served/.test(stderr) || child.exitCode !== null ? true : undefined),
  );
  child.stderr.removeListener('data', onMessage);
  return new Daemon(child, port, stdout, stderr);
}

/** Starts a daemon that ends with the test. */
export const daemonForTest = (dir: string, ...args: readonly string[]): Promise<Daemon> =>
  daemonIn({}, dir, ...args);

/** Starts `gopherwire serve --port 0 ARGS…` in these surroundings; it ends with the test. */
export async function daemonIn(surroundings: Surroundings, ...args: readonly string[]): Promise<Daemon> {
  const daemon = await startDaemonIn(surroundings, ...args);
  onTestFinished(async () => {
    await daemon.stop('SIGKILL');
  });
  return daemon;
}

/** A daemon over `files` that all tests of a file share. It can be asked once they run. */
export function daemonForFile(
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): { readonly port: number } {
  const shared = { port: 0 };
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gopherwire-test-'));
    for (const [path, content] of Object.entries(files)) await put(join(folder, path), content);
    const daemon = await startDaemon(folder, ...args);
    shared.port = daemon.port;
    return async () => {
      await daemon.stop('SIGKILL');
      await rm(folder, { recursive: true });
    };
  });
  return shared;
}

/** An empty folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gopherwire-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with these files, by path below it. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) await put(join(folder, path), content);
  return folder;
}

/** Writes a file and the folders above it. */
export async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** A copy of the articles that come with the program. */
export async function copyOfArticles(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(join(ROOT, 'articles'), folder, { recursive: true });
  return folder;
}

/** The ports of {@link freePort}: below those that the systems give to who asks for any, or connects. */
const FIRST_PORT = 10_000;
const PORTS = 20_000;

/** Whether a port of 127.0.0.1 can be opened: nobody listens on it. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** A port of 127.0.0.1 on which nobody listens, and which the system gives to nobody before the test does. */
export async function freePort(): Promise<number> {
  const port = FIRST_PORT + randomInt(PORTS);
  return (await isFree(port)) ? port : freePort();
}

/** For what hangs. */
const WITHIN_MS = 60_000;

/** Calls `probe` until it gives a value; fails after `withinMs`. For what happens at a time of its own. */
export async function eventually<T>(
  probe: () => Promise<T | undefined>,
  withinMs: number = WITHIN_MS,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`it did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
