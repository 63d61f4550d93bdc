/** Certificates made at test time. Debian: apt install openssl */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate for `name` and its key in `folder`, as `cert.pem` and `key.pem`. */
export function makeCertificate(folder: string, name: string): void {
  const out = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...curve, '-subj', `/CN=${name}`, '-days', '2', ...out], {
    stdio: 'ignore',
  });
}
