/** TLS: certificates that can be changed while the program runs, and sockets that become secure. */
import { constants } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

/** Where certificate and key are: PEM files. */
export interface TlsFiles {
  /** The certificate and those that lead from it to a root. */
  readonly certificate: string;
  readonly key: string;
}

/** Renewals come every few weeks: nobody waits for them. */
const LOOK_MS = 2_000;
/** A renewal writes two files one after the other: between them they do not fit. */
const SETTLE_MS = 1_000;

async function load({ certificate, key }: TlsFiles): Promise<SecureContext> {
  // one after the other: where neither can be read it is always the same that is told
  const cert = await readFile(certificate);
  const privateKey = await readFile(key);
  return createSecureContext({
    cert,
    key: privateKey,
    minVersion: 'TLSv1.2',
    // a client that asks for new keys over and over would have the server do all the work
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  });
}

/** One certificate, in force until another takes its place. Connections keep the one that they began with. */
export class Certificate {
  readonly files: TlsFiles;
  #context: SecureContext;
  #timer: NodeJS.Timeout | undefined;

  private constructor(files: TlsFiles, context: SecureContext) {
    this.files = files;
    this.#context = context;
  }

  /** Reads the files. Rejects with the system's error, or with OpenSSL's where they are no certificate and its key. */
  static async open(files: TlsFiles): Promise<Certificate> {
    return new Certificate(files, await load(files));
  }

  /** The files. */
  get paths(): readonly string[] {
    return [this.files.certificate, this.files.key];
  }

  get context(): SecureContext {
    return this.#context;
  }

  /** Reads the files again. Rejects as {@link open} does; then the one before stays in force. */
  async reload(): Promise<void> {
    this.#context = await load(this.files);
  }

  /** Calls `onChange` a moment after one of the files has changed. Does not keep the program running. */
  watch(onChange: () => void): void {
    for (const file of this.paths) {
      const watcher = watchFile(file, { interval: LOOK_MS }, () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(onChange, SETTLE_MS).unref();
      });
      watcher.unref();
    }
  }

  unwatch(): void {
    for (const file of this.paths) unwatchFile(file);
    clearTimeout(this.#timer);
  }
}

/** `socket`, paused with the ClientHello put back, as it is within TLS. */
export function secured(socket: Socket, context: SecureContext): Socket {
  return new TLSSocket(socket, { isServer: true, secureContext: context });
}
