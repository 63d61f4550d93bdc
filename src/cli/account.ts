/** Giving up root: the account as which the daemon goes on. */
import { readFile } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';
import { Failure } from './failure.ts';

/** An account of this machine. */
export interface Account {
  readonly name: string;
  readonly user: number;
  readonly group: number;
}

async function accountsOf(file: string): Promise<string[][]> {
  try {
    const text = await readFile(file, 'utf8');
    return text.split('\n').map((line) => line.split(':'));
  } catch (cause) {
    throw new Failure(`${file} cannot be read (${errorCode(cause)})`, 'leave out --user', 1, { cause });
  }
}

/** The account that `text`, NAME or NAME:GROUP, names. Throws a {@link Failure} when there is none. */
export async function findAccount(text: string): Promise<Account> {
  const [name = '', groupName] = text.split(':');
  // [passwd(5)] name, password, user, group
  const found = (await accountsOf('/etc/passwd')).find((fields) => fields[0] === name || fields[2] === name);
  if (found === undefined)
    throw new Failure(`--user ${text}: there is no account ${name}`, 'see: getent passwd', 2);
  const account = { name: found[0] ?? name, user: Number(found[2]), group: Number(found[3]) };
  if (groupName === undefined) return account;
  const group = (await accountsOf('/etc/group')).find(
    (fields) => fields[0] === groupName || fields[2] === groupName,
  );
  if (group === undefined)
    throw new Failure(`--user ${text}: there is no group ${groupName}`, 'see: getent group', 2);
  return { ...account, group: Number(group[2]) };
}

/** Whether this process is root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** Does `work` with the rights of `account`, and is root again afterwards. */
export async function actingAs<T>({ user, group }: Account, work: () => Promise<T>): Promise<T> {
  process.setegid?.(group);
  process.seteuid?.(user);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** Goes on as `account`, for good. */
export function become({ user, group }: Account): void {
  process.setgroups?.([group]);
  process.setgid?.(group);
  process.setuid?.(user);
}
