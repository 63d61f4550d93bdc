/** What mirrors are tried on: a gopherwire that signs, lies or counts, as a test wants it. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { digestText } from '../../src/library/digest-text.ts';
import {
  beaconLine,
  changeLine,
  folderOfFile,
  manifestText,
  partSelector,
  partTexts,
  timeText,
  type Change,
  type MirrorFile,
} from '../../src/site/mirror-format.ts';

/** A server of `onConnect` that goes with the test; gives its port. */
async function listen(onConnect: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer(onConnect).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Bytes that went through to `port`, both ways. */
export interface Counter {
  readonly port: number;
  bytes: number;
}

/** What connects to its port is connected to `port`, and every byte is counted. */
export async function countingProxy(port: number): Promise<Counter> {
  const counter = { port: 0, bytes: 0 };
  const count = (chunk: Buffer): void => void (counter.bytes += chunk.length);
  counter.port = await listen((near) => {
    const far = connect({ port, host: '127.0.0.1' });
    near.on('data', count).pipe(far);
    far.on('data', count).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  return counter;
}

/** A minisign key. */
export class Key {
  readonly #pair = generateKeyPairSync('ed25519');
  readonly #id = randomBytes(8);

  /** The line of the public key. */
  get line(): string {
    const raw = Buffer.from(this.#pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    return Buffer.concat([Buffer.from('Ed'), this.#id, raw]).toString('base64');
  }

  sign(text: string, comment: string): string {
    const signature = sign(null, createHash('blake2b512').update(text).digest(), this.#pair.privateKey);
    const whole = sign(null, Buffer.concat([signature, Buffer.from(comment)]), this.#pair.privateKey);
    const line = Buffer.concat([Buffer.from('ED'), this.#id, signature]).toString('base64');
    return `untrusted comment: signature of the manifest, by gopherwire\n${line}\ntrusted comment: ${comment}\n${whole.toString('base64')}\n`;
  }
}

const NOT_FOUND = '3Nothing is served here.\t\terror.host\t1\r\n.\r\n';

/** A gopherwire in so far as mirrors ask it: `replies` may be changed to lies. */
export class FakeUpstream {
  readonly key: Key | undefined;
  readonly files = new Map<string, { readonly text: string; readonly licence: string }>();
  readonly asked: string[] = [];
  /** Instead of what would be said. A function is called for each request. */
  readonly lies = new Map<string, string | (() => string | undefined)>();
  /** The selectors at which the connection is broken off. */
  readonly broken = new Set<string>();
  #changes: Change[] = [];
  /** When the last change was, in milliseconds. */
  timeMs = Date.UTC(2026, 10, 1);
  port = 0;

  private constructor(key: Key | undefined) {
    this.key = key;
  }

  static async start(key: Key | undefined = new Key()): Promise<FakeUpstream> {
    const upstream = new FakeUpstream(key);
    upstream.port = await listen((socket) => {
      socket.on('error', () => undefined);
      let request = '';
      socket.on('data', (chunk: Buffer) => {
        request += chunk.toString('latin1');
        if (!request.endsWith('\r\n')) return;
        const reply = upstream.reply(request.trim());
        if (upstream.broken.has(request.trim())) socket.resetAndDestroy();
        else socket.end(reply);
      });
    });
    return upstream;
  }

  get address(): string {
    return `gopher://127.0.0.1:${this.port}/`;
  }

  #note(kind: Change['kind'], file: MirrorFile): void {
    this.timeMs += 60_000;
    this.#changes.push({ sequence: this.sequence + 1, timeMs: this.timeMs, kind, file });
  }

  /** Puts a file at `/raw/` and `path`. */
  put(path: string, text: string, licence = 'CC-BY-ND-4.0'): void {
    const selector = `/raw/${path}`;
    const kind = this.files.has(selector) ? 'replace' : 'add';
    this.files.set(selector, { text, licence });
    this.#note(kind, { selector, bytes: Buffer.byteLength(text), digest: digestText(text), licence });
  }

  withdraw(path: string): void {
    const selector = `/raw/${path}`;
    this.files.delete(selector);
    this.#note('withdraw', { selector, bytes: 0, digest: '-', licence: '-' });
  }

  /** Its journal is lost, and begins at 1 again, a minute later. */
  beginAnew(): void {
    this.#changes = [];
    const files = [...this.files];
    for (const [selector, { text, licence }] of files)
      this.put(selector.slice('/raw/'.length), text, licence);
    this.#changes = this.#changes.map((change) => ({ ...change, kind: 'add' }));
  }

  get sequence(): number {
    return this.#changes.at(-1)?.sequence ?? 0;
  }

  get #parts(): ReadonlyMap<string, string> {
    const folders = new Map<string, MirrorFile[]>();
    for (const [selector, { text, licence }] of this.files) {
      const folder = folderOfFile(selector);
      const file = { selector, bytes: Buffer.byteLength(text), digest: digestText(text), licence };
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    }
    const texts = [...folders].flatMap(([folder, files]) =>
      partTexts(files).map((text, index): [string, string] => [partSelector(folder, index + 1), text]),
    );
    return new Map(texts);
  }

  get manifest(): string {
    const parts = Array.from(this.#parts, ([selector, text]) => ({
      selector,
      bytes: Buffer.byteLength(text),
      digest: digestText(text),
      files: text.split('\n').length - 1,
    }));
    return manifestText({ sequence: this.sequence, timeMs: this.timeMs, parts });
  }

  /** What is said to `selector`. */
  reply(selector: string): string {
    this.asked.push(selector);
    const lie = this.lies.get(selector);
    const said = typeof lie === 'function' ? lie() : lie;
    return said ?? this.#truth(selector) ?? NOT_FOUND;
  }

  #truth(selector: string): string | undefined {
    const { manifest, sequence, timeMs } = this;
    if (selector === '/mirror/lastupdate')
      return `${beaconLine({ sequence, timeMs }, digestText(manifest))}\r\n`;
    if (selector === '/mirror/manifest') return manifest;
    if (selector === '/mirror/manifest.minisig')
      return this.key?.sign(manifest, `gopherwire sequence ${sequence} time ${timeText(timeMs)}`);
    if (selector === '/mirror/key.pub') return this.key && `untrusted comment: key\n${this.key.line}\n`;
    if (selector.startsWith('/mirror/since/')) {
      const after = Number(selector.slice('/mirror/since/'.length));
      return this.#changes
        .filter((change) => change.sequence > after)
        .map((change) => `${changeLine(change)}\r\n`)
        .join('');
    }
    return this.#parts.get(selector) ?? this.files.get(selector)?.text;
  }
}
