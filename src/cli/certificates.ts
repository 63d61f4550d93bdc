/** The certificates of a daemon, as they are opened at its start and at each reload. */
import { open } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';
import type { Listener } from '../server/connection.ts';
import { Certificate, type TlsFiles } from '../server/tls.ts';
import { actingAs, type Account } from './account.ts';
import { Failure } from './failure.ts';
import type { ListenerPlan } from './listeners.ts';
import { tell } from './output.ts';

const isSame = (one: TlsFiles, other: TlsFiles): boolean =>
  one.certificate === other.certificate && one.key === other.key;

function tlsFailure({ certificate, key }: TlsFiles, cause: unknown): Failure {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new Failure(
    `TLS cannot be spoken with ${certificate} and ${key}: ${problem}`,
    'both are PEM files that this account can read, the key that of the certificate',
    1,
    { cause },
  );
}

/** The certificate of `files`; the one that is `known` where they may not be read any more, as after --user. */
async function openOne(files: TlsFiles, known: readonly Certificate[]): Promise<Certificate> {
  try {
    return await Certificate.open(files);
  } catch (error) {
    const before = known.find((other) => isSame(other.files, files));
    if (before === undefined || errorCode(error) !== 'EACCES') throw tlsFailure(files, error);
    tell(
      `The certificate ${files.certificate} cannot be read again (no permission): the one before stays in force.`,
    );
    return before;
  }
}

/**
 * The certificates of `plans`, `shared` where they have none of their own, opened once each; of those that are
 * `known` the one before where they may not be read any more. Throws a {@link Failure} that names the files.
 */
export async function openCertificates(
  plans: readonly ListenerPlan[],
  shared: TlsFiles | undefined,
  known: readonly Certificate[],
): Promise<ReadonlyMap<ListenerPlan, Certificate | undefined>> {
  const opened: Certificate[] = [];
  const found = new Map<ListenerPlan, Certificate | undefined>();
  for (const plan of plans) {
    const files = plan.tls ?? shared;
    if (files === undefined && plan.tlsOnly)
      throw new Failure(
        'a listener is to speak TLS, and there is no certificate',
        'give --tls-certificate and --tls-key',
        2,
      );
    let certificate = files && opened.find((other) => isSame(other.files, files));
    if (files !== undefined && certificate === undefined)
      opened.push((certificate = await openOne(files, known)));
    found.set(plan, certificate);
  }
  return found;
}

/** What a listener needs of `certificate`: the one that is in force when somebody connects. */
export const contextOf = (certificate: Certificate | undefined): Listener['tls'] =>
  certificate === undefined ? undefined : () => certificate.context;

async function isReadable(file: string): Promise<boolean> {
  try {
    await (await open(file)).close();
    return true;
  } catch {
    return false;
  }
}

/** Says which files of `certificates` only root can read: a renewal is not seen by `account`. */
export async function tellUnreadable(certificates: readonly Certificate[], account: Account): Promise<void> {
  const files = new Set(certificates.flatMap(({ paths }) => paths));
  await actingAs(account, async () => {
    for (const file of files)
      if (!(await isReadable(file)))
        tell(
          `${file} can be read by root only: what is renewed there is used after a new start, not after a reload.`,
        );
  });
}
