/** The scripts, in the real shells: apt install zsh fish. */
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, run } from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

/** A command line, cursor at its end, and what is offered in a folder with `a.txt`, `b c.txt`, `my folder/` and `other/`. */
const OFFERS: readonly (readonly [line: string, offers: readonly string[]])[] = [
  ['gopherwire ser', ['serve']],
  ['gopherwire co', ['completion', 'config']],
  ['gopherwire --ver', ['--version']],
  ['gopherwire serve --log', ['--log', '--log-addresses']],
  ['gopherwire serve --log ', ['combined', 'json', 'none']],
  ['gopherwire serve --log=j', ['json']],
  ['gopherwire serve --title serve --log ', ['combined', 'json', 'none']],
  ['gopherwire serve --port 70 --po', []],
  ['gopherwire serve --port=70 --po', []],
  ['gopherwire serve --listen :: --lis', ['--listen']],
  ['gopherwire serve ', ['my folder', 'other']],
  ['gopherwire serve --port 70 ', ['my folder', 'other']],
  ['gopherwire serve --host ', []],
  ['gopherwire render --dir o', ['other']],
  ['gopherwire add ', ['a.txt', 'b c.txt', 'my folder', 'other']],
  ['gopherwire add --to x a.txt b', ['b c.txt']],
  ['gopherwire completion ', ['bash', 'fish', 'zsh']],
  ['gopherwire unit s', ['service', 'socket', 'sync']],
  ['gopherwire man che', ['check']],
  ['gopherwire help ren', ['render']],
];

/** Runs `script` in a shell where the script of completion is file `$1` and the lines are its input. */
async function offersIn(shell: string, flags: readonly string[], script: string): Promise<string[][]> {
  const { code, stdout, stderr } = await run('completion', shell);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const folder = await folderWith({
    script: stdout.toString(),
    'at/a.txt': '',
    'at/b c.txt': '',
    driver: script,
  });
  await mkdir(join(folder, 'at/my folder'));
  await mkdir(join(folder, 'at/other'));
  const output = execFileSync(shell, [...flags, join(folder, 'driver'), join(folder, 'script')], {
    cwd: join(folder, 'at'),
    env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8', TERM: 'dumb' },
    encoding: 'utf8',
    input: OFFERS.map(([line]) => `${line}\n`).join(''),
    timeout: 20_000,
  });
  return output
    .replaceAll('\r', '')
    .split('NEXT\n')
    .slice(1)
    .map((part) => Array.from(part.matchAll(/OFFER (.*)\n/g), ([, offer = '']) => offer).toSorted());
}

const expected = OFFERS.map(([, offers]) => offers);

const BASH = String.raw`
source "$1"
while IFS= read -r line; do
  echo NEXT
  spaced=${'$'}{line//=/ = }
  read -ra COMP_WORDS <<< "$spaced"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${'$'}{#COMP_WORDS[@]} - 1))
  _gopherwire
  for offer in "${'$'}{COMPREPLY[@]}"; do echo "OFFER $offer"; done
done`;

test('bash completes from the definitions (skipped without bash)', async ({ skip }) => {
  if (!isInstalled('bash')) skip('bash is not installed');
  expect(await offersIn('bash', ['--norc'], BASH)).toEqual(expected);
});

const FISH = String.raw`
source $argv[1]
while read --local line
  echo NEXT
  for offer in (complete --do-complete $line)
    set -l word (string split \t -- $offer)[1]
    echo OFFER (string replace -r '^--log=|/$' '' -- $word)
  end
end`;

test('fish completes from the definitions (skipped without fish)', async ({ skip }) => {
  if (!isInstalled('fish')) skip('fish is not installed');
  expect(await offersIn('fish', ['--no-config'], FISH)).toEqual(expected);
});

// an interactive zsh on a terminal of its own; what it adds to its list is printed, and the END of a line is waited for
const ZSH = String.raw`
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PROMPT= PS2=; stty -echo; autoload -U compinit; compinit -u -D; source '$1
zpty -w z 'compadd() {
  local -a m
  [[ " $* " == *" -"[OAD]" "* ]] || { builtin compadd -A m "$@"; (($#m)) && printf "\nOFFER %s\n" "${'$'}{(@Q)m}" }
  builtin compadd "$@"
}'
zpty -w z 'leave() { print; print EN""D; zle kill-buffer }; zle -N leave; bindkey "^T" leave; unsetopt auto_list auto_menu; print READY""NOW'
zpty -r z out '*READYNOW*'
while IFS= read -r line; do
  print NEXT
  zpty -w -n z "$line"$'\t\x14'
  zpty -r z out $'*\nEND*'
  print -r -- "$out" | grep -a '^OFFER' | sort -u
done
zpty -d z`;

test('zsh completes from the definitions (skipped without zsh)', async ({ skip }) => {
  if (!isInstalled('zsh')) skip('zsh is not installed');
  expect(await offersIn('zsh', ['-f'], ZSH)).toEqual(expected);
});

test.for(['bash', 'zsh', 'fish'])(
  '%s finds no fault in the script (skipped without it)',
  async (shell, { skip }) => {
    if (!isInstalled(shell)) skip(`${shell} is not installed`);
    const { stdout } = await run('completion', shell);
    const folder = await folderWith({ script: stdout.toString() });
    expect(execFileSync(shell, ['-n', join(folder, 'script')], { encoding: 'utf8' })).toBe('');
  },
);

test('source <(gopherwire completion bash) works (skipped without bash)', ({ skip }) => {
  if (!isInstalled('bash')) skip('bash is not installed');
  const script = `source <('${process.execPath}' bin/gopherwire.js completion bash); complete -p gopherwire`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(
    'complete -F _gopherwire gopherwire\n',
  );
});
