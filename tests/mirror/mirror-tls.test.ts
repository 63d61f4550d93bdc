/** A mirror over TLS. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { makeCertificate } from '../support/certificate.ts';
import { documentOf } from '../support/documents.ts';
import { isInstalled } from '../support/terminal.ts';
import { daemonForTest, folderWith, run, runIn, temporaryFolder } from '../support/program.ts';

test.skipIf(OPEN === undefined || !isInstalled('openssl'))(
  'over TLS, where nothing is signed, the certificate has to be good (skipped without SQLite or openssl)',
  async () => {
    const keys = await temporaryFolder();
    makeCertificate(keys, 'localhost');
    const certificate = join(keys, 'cert.pem');
    const tls = ['--tls-certificate', certificate, '--tls-key', join(keys, 'key.pem')];
    const state = await temporaryFolder();
    const { port } = await daemonForTest(
      await folderWith({ 'news/one.txt': documentOf() }),
      '--log',
      'none',
      '--state',
      state,
      ...tls,
    );
    const dir = await temporaryFolder();
    const args = ['mirror', `gophers://localhost:${port}/`, dir, '--unsigned'];
    const bad = await run(...args);
    expect([bad.code, bad.stderr]).toEqual([4, expect.stringContaining('no safe connection')]);
    const good = await runIn({ env: { NODE_EXTRA_CA_CERTS: certificate } }, ...args);
    expect([good.code, good.stdout.toString()]).toEqual([0, expect.stringContaining('1 new')]);
  },
);
