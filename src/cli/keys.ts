/** `gopherwire keys`: the keys with which this site signs what mirrors are told. */
import { Argument, type Command } from 'commander';
import { knownKeys, makeKeys, rotateKeys } from '../mirror/keys.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { print, tell } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { keyFailure, keyFolder, tellExposed } from './signing.ts';
import { configOption, stateOption } from './site-options.ts';

const HUP = 'A running daemon signs with it after SIGHUP.';

/** What each action does in the folder of keys, and what is said when it is done. */
const ACTIONS = {
  show: { act: () => Promise.resolve(), said: () => [] },
  new: {
    act: makeKeys,
    said: (folder: string) => [
      `Made the keys in ${folder}. ${HUP}`,
      'Keep a copy of that folder where nobody else can read it: whoever has it can sign for this site, and without it those who mirror cannot follow to another key.',
    ],
  },
  rotate: {
    act: (folder: string) => rotateKeys(folder, Date.now()),
    said: (folder: string) => [
      `Made a new key in ${folder}, signed with the one before. ${HUP}`,
      'Those who mirror follow by themselves; a copy of the folder has to be made anew.',
    ],
  },
} as const;

async function keys(action: keyof typeof ACTIONS, _options: unknown, command: Command): Promise<void> {
  const { values } = await resolveSettings<{ readonly state?: string }>(command, settingNames());
  const folder = keyFolder(values.state);
  if (folder === undefined) throw new Failure('the account has no home', 'give a folder with --state');
  const { act, said } = ACTIONS[action];
  try {
    await act(folder);
    const found = await knownKeys(folder);
    for (const sentence of said(folder)) tell(sentence);
    tellExposed(found);
    const { line, id } = found.pair.publicKey;
    await print(`${line}\n`);
    tell(
      `The public key ${id}, number ${found.count} of this site. To check with minisign what it signs, save /mirror/manifest and /mirror/manifest.minisig, then:\n  minisign -V -m manifest -P ${line}`,
    );
  } catch (error) {
    throw keyFailure(error, folder);
  }
}

/** Adds the command to `program`. */
export function addKeys(program: Command): void {
  const command = program
    .command('keys')
    .description('the key with which the manifest is signed, so that mirrors can prove what they have')
    .addArgument(
      new Argument('[action]', 'print the public key, make the first pair, or make the next one')
        .choices(Object.keys(ACTIONS))
        .default('show'),
    )
    .addOption(configOption())
    .addOption(stateOption())
    .action(keys);
  withHelpTexts(command, {
    examples: [
      ['gopherwire keys new', 'once; then send SIGHUP to the daemon'],
      ['gopherwire keys', 'the public key, to be published elsewhere too'],
      ['gopherwire keys rotate --state /var/lib/gopherwire'],
    ],
    notes: [
      'The keys lie in the folder keys of the state folder: gopherwire.key is the secret, gopherwire.pub the public one, keys lists all public ones so far, each signed with the one before. Unlike the rest of the state they cannot be made anew: keep a copy.',
      'The signatures are those of minisign. They are served at /mirror/manifest.minisig, the public key at /mirror/key.pub, and all keys at /mirror/keys.',
    ],
    exitCodes: [
      [0, 'done'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
