/** Giving up root: the account as which the daemon goes on. */
import { readFile } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';
import { Failure } from './failure.ts';

/** An account of this machine. */
export interface Account {
  readonly user: number;
  readonly group: number;
  /** All that it is in. */
  readonly groups: readonly number[];
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
  const [name = '', groupName, ...more] = text.split(':');
  if (name === '' || groupName === '' || more.length > 0)
    throw new Failure(`--user ${text}: this is no account`, 'give NAME or NAME:GROUP, such as nobody', 2);
  // [passwd(5)] name, password, user, group
  const found = (await accountsOf('/etc/passwd')).find((fields) => fields[0] === name || fields[2] === name);
  if (found === undefined)
    throw new Failure(`--user ${text}: there is no account ${name}`, 'see: getent passwd', 2);
  const groups = await accountsOf('/etc/group');
  // [group(5)] name, password, group, members
  const member = groups.filter((fields) => fields[3]?.split(',').includes(found[0] ?? ''));
  const group =
    groupName === undefined
      ? found[3]
      : groups.find((fields) => fields[0] === groupName || fields[2] === groupName)?.[2];
  if (group === undefined)
    throw new Failure(`--user ${text}: there is no group ${groupName ?? ''}`, 'see: getent group', 2);
  const all = new Set([group, ...member.map((fields) => fields[2])].map(Number));
  return { user: Number(found[2]), group: Number(group), groups: [...all] };
}

/** Whether this process is root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** Does `work` with the rights of `account`, and is root again afterwards. */
export async function actingAs<T>({ user, group, groups }: Account, work: () => Promise<T>): Promise<T> {
  const before = process.getgroups?.() ?? [];
  process.setgroups?.(groups);
  process.setegid?.(group);
  process.seteuid?.(user);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(before);
  }
}

/** Goes on as `account`, for good. */
export function become({ user, group, groups }: Account): void {
  process.setgroups?.(groups);
  process.setgid?.(group);
  process.setuid?.(user);
}
