/** Damage to the file of a catalogue. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file of the database in the state folder `state`. */
export async function databaseIn(state: string): Promise<string> {
  const name = (await readdir(state)).find((file) => file.endsWith('.sqlite'));
  if (name === undefined) throw new Error('there is none');
  return join(state, name);
}

/** Overwrites pages of a file with what is no page; the first stays. */
export async function overwrite(path: string, isMeant: (page: number) => boolean): Promise<void> {
  const bytes = await readFile(path);
  for (let page = 2; page * 4096 <= bytes.length; page++)
    if (isMeant(page)) bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
  await writeFile(path, bytes);
}
