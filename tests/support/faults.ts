/** A daemon whose file system fails as a test wants it: the side of the test. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { ROOT, startDaemon, temporaryFolder, type Daemon } from './program.ts';

/** A file-system call of the daemon; methods of files are named `FileHandle.read` and so on. */
export interface Call {
  readonly name: string;
  readonly path: string;
}
/** The call that is to fail, counted from 1, with a code of the system; `path` may end in `*`. */
export interface Fault extends Call {
  readonly nth: number;
  readonly code: string;
}

/** The file system of a daemon, whose calls are noted and can be made to fail. */
export class Faults {
  readonly #control: string;

  private constructor(control: string) {
    this.#control = control;
  }

  /** Faults that go with the test. */
  static async make(): Promise<Faults> {
    const faults = new Faults(join(await temporaryFolder(), 'faults'));
    await faults.set([]);
    return faults;
  }

  /** From now on these calls fail, counted from now. */
  async set(faults: readonly Fault[]): Promise<void> {
    const lines = faults.map(({ name, path, nth, code }) => `${name}\t${path}\t${nth}\t${code}\n`);
    await writeFile(`${this.#control}.new`, lines.join(''));
    await rename(`${this.#control}.new`, this.#control);
    await writeFile(`${this.#control}.calls`, '');
  }

  /** The calls made since the faults were set. */
  async calls(): Promise<Call[]> {
    const lines = (await readFile(`${this.#control}.calls`, 'utf8'))
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => {
      const [name = '', path = ''] = line.split('\t');
      return { name, path };
    });
  }

  /** Starts a daemon over `folder` that ends with the test. */
  async start(folder: string, ...args: readonly string[]): Promise<Daemon> {
    vi.stubEnv('FAILING_FS', this.#control);
    vi.stubEnv('NODE_OPTIONS', `--import=${join(ROOT, 'tests/support/failing-fs.mjs')}`);
    try {
      const starting = startDaemon(folder, '--log', 'none', ...args);
      vi.unstubAllEnvs();
      const daemon = await starting;
      onTestFinished(async () => {
        await daemon.stop('SIGKILL');
      });
      return daemon;
    } finally {
      vi.unstubAllEnvs();
    }
  }
}
