/** Whether the documents of a walked mirror are still those that came. */
import { join } from 'node:path';
import { digestText } from '../../library/digest-text.ts';
import { MAX_DOCUMENT_BYTES } from '../../library/document-file.ts';
import { readRegularFile } from '../../library/read-file.ts';
import type { MirrorFault } from '../outcome.ts';
import { WalkRecord } from './record.ts';
import { isWithdrawn } from './shelf.ts';

/** How many of the documents that were kept below `root` are as they came, and what is wrong with the others. */
export async function compareWalked(
  root: string,
): Promise<{ readonly files: number; readonly faults: readonly MirrorFault[] }> {
  const record = await WalkRecord.read(root);
  const faults: MirrorFault[] = [];
  let files = 0;
  for (const place of new Set(Array.from(record.kept(), (kept) => kept.place))) {
    const content = await readRegularFile(join(root, place), MAX_DOCUMENT_BYTES);
    if ('bytes' in content && record.isOurs({ place, digest: digestText(content.bytes) })) files++;
    else if ('bytes' in content)
      faults.push({
        file: place,
        message: 'its bytes are not those that came',
        fix: 'remove it, and run gopherwire mirror again: what is there is left alone',
      });
    else if (!(await isWithdrawn(root, place)))
      faults.push({
        file: place,
        message: 'it was kept, and is not here',
        fix: 'run gopherwire mirror again',
      });
  }
  return { files, faults };
}
