/** Opening an articles folder from the command line. */
import { opendir } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';
import { ArticlesFolder, type Scan } from '../library/articles-folder.ts';
import { isFolder } from '../library/add.ts';
import { Failure } from './failure.ts';
import { Progress } from './output.ts';

/** The articles folder `dir`. Throws a {@link Failure} that says what to do when there is none. */
export async function openArticles(dir: string): Promise<ArticlesFolder> {
  try {
    if (await isFolder(dir)) {
      // what cannot be read is told now, not when all else is ready
      await (await opendir(dir)).close();
      return await ArticlesFolder.open(dir);
    }
  } catch (error) {
    throw folderFailure(dir, error);
  }
  throw new Failure(`${dir} is not a folder`, 'give the folder that holds your articles');
}

function folderFailure(dir: string, cause: unknown): Failure {
  const code = errorCode(cause);
  if (code === 'ENOENT')
    return new Failure(
      `there is no folder ${dir}`,
      `give the folder that holds your articles, or make it: mkdir ${dir}`,
      1,
      { cause },
    );
  if (code === 'EACCES')
    return new Failure(
      `no permission to read ${dir}`,
      `let the account that runs gopherwire enter the folders above it, and read it: chmod a+rx ${dir}`,
      1,
      { cause },
    );
  return new Failure(`${dir} cannot be read (${code})`, 'check the path and the disk', 1, { cause });
}

/** Everything in the folder, with a progress line where it takes long. */
export async function scanArticles(folder: ArticlesFolder): Promise<Scan> {
  const progress = new Progress('Reading documents:');
  try {
    return await folder.scan({
      settle: false,
      onProgress: (done, total) => {
        progress.update(done, total);
      },
    });
  } catch (error) {
    throw folderFailure(folder.root, error);
  } finally {
    progress.done();
  }
}
