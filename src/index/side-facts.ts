/** What the files beside the documents of a folder say, read for the database. */
import { join } from 'node:path';
import type { FolderFacts } from '../library/folders.ts';
import { readRegularFileSync } from '../library/read-file.ts';
import type { PassedOver } from '../library/report.ts';
import { MAX_SIDE_FILE_BYTES, readSideFile } from '../library/side-files.ts';

/** What the side `files` of a folder below `root` say, and whether all could be read. */
export function readFacts(
  root: string,
  files: readonly string[],
): {
  readonly facts: FolderFacts;
  readonly problems: readonly PassedOver[];
  readonly isWhole: boolean;
} {
  let [facts, isWhole]: [FolderFacts, boolean] = [{}, true];
  const problems: PassedOver[] = [];
  for (const file of files) {
    const content = readRegularFileSync(join(root, file), MAX_SIDE_FILE_BYTES);
    if ('bytes' in content) {
      const side = readSideFile(file, content.bytes);
      facts = { ...facts, ...side.facts };
      problems.push(...side.passedOver);
      continue;
    }
    isWhole &&= content.code !== 'unreadable' && content.code !== 'vanished';
    if (content.code !== 'vanished') problems.push({ file, ...content });
  }
  return { facts, problems, isWhole };
}
