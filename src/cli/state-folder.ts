/** Where what is derived from the articles is kept. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The state folder: the one that is `given`; that of the service [systemd.exec(5), StateDirectory=]; or that of the
 * account [XDG Base Directory Specification]. `undefined` where the account has no home.
 */
export function stateFolder(given: string | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  if (given !== undefined) return given;
  const [ofService] = environment['STATE_DIRECTORY']?.split(':') ?? [];
  if (ofService !== undefined && isAbsolute(ofService)) return ofService;
  const { XDG_STATE_HOME: ofAccount = '' } = environment;
  if (isAbsolute(ofAccount)) return join(ofAccount, 'gopherwire');
  const home = homedir();
  return isAbsolute(home) && home !== '/' ? join(home, '.local/state/gopherwire') : undefined;
}
