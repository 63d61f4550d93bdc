/** The man pages, as their readers and formatters have them: apt install man-db groff mandoc. */
import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { roffText } from '../../src/cli/roff.ts';
import { COMMANDS, run } from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

/** What `command` says of `page` and, beside it, what it complains of. */
function formatted(command: readonly string[], page: string): { shown: string; complaints: string } {
  const [program = '', ...args] = command;
  const env = {
    ...process.env,
    LC_ALL: 'C.UTF-8',
    MANWIDTH: '80',
    MAN_KEEP_FORMATTING: '',
    GROFF_NO_SGR: '1',
  };
  const { stdout, stderr, error } = spawnSync(program, args, { input: page, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  return { shown: stdout.replaceAll(/.\u0008/g, ''), complaints: stderr };
}

async function pageOf(...names: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run('man', ...names);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.toString();
}

const ALL_COMMANDS = [...COMMANDS, 'help'];
const PAGES = ['', ...ALL_COMMANDS];
const pageNamed = (name: string): Promise<string> => pageOf(...(name === '' ? [] : [name]));

test.concurrent.for(PAGES)(
  'man finds no fault with the page "%s" (skipped without man-db and groff)',
  async (name, { skip, expect: expects }) => {
    if (!isInstalled('man') || !isInstalled('groff')) skip('man-db or groff is not installed');
    const warned = formatted(['man', '--warnings', '-E', 'UTF-8', '-l', '-'], await pageNamed(name));
    expects(warned.complaints).toBe('');
  },
);

test.concurrent.for(PAGES)(
  'mandoc finds no fault with the page "%s" (skipped without mandoc)',
  async (name, { skip, expect: expects }) => {
    if (!isInstalled('mandoc')) skip('mandoc is not installed');
    const linted = formatted(['mandoc', '-Tlint'], await pageNamed(name));
    expects(linted).toEqual({ shown: '', complaints: '' });
  },
);

test('a reader sees every command and every option of the help, each once in its place (skipped without mandoc)', async ({
  skip,
}) => {
  if (!isInstalled('mandoc')) skip('mandoc is not installed');
  const { shown } = formatted(['mandoc', '-Tutf8', '-Owidth=80'], await pageOf());
  const parts = new Map(
    shown.split(/^(?= {3}gopherwire )/m).map((part) => [part.split(/\s+/, 3)[2] ?? '', part]),
  );
  for (const command of ALL_COMMANDS) {
    const { stdout } = await run(command, '--help');
    const flags = Array.from(
      stdout.toString().matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm),
      ([, flag = '']) => flag,
    );
    const told = Array.from(
      (parts.get(command) ?? '').matchAll(/^ {7}(--[\w-]+)/gm),
      ([, flag = '']) => flag,
    );
    expect(told, command).toEqual(command === 'help' ? [] : flags.filter((flag) => flag !== '--help'));
  }
  expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(82);
});

const CHECK_PAGE = `
NAME
       gopherwire-check - say of every document whether it is served or held,
       and why

SYNOPSIS
       gopherwire check [options] [dir]

DESCRIPTION
       Say of every document whether it is served or held, and why.

       What is wrong in a feed.toml or gophermap is told and changes no exit
       code.

ARGUMENTS
       dir    The folder of articles (default: articles).

OPTIONS
       --config file
              The configuration file (default: gopherwire.toml, where there is
              one).  Environment: GOPHERWIRE_CONFIG.

       --dir dir
              The folder of articles.  Default: articles.  Environment:
              GOPHERWIRE_DIR.

       --json One JSON object with documents, findings and counts, for programs.

       -h, --help
              Display help for command.

EXAMPLES
       gopherwire check
           articles/

       gopherwire check wire --json | jq '.documents[] | select(.status ==
       "held")'

EXIT STATUS
       0      All documents are served.

       1      Failure.

       2      Usage.

       3      Some are held.

SEE ALSO
       gopherwire(1)
`;

test('the page of a command says what its help says (skipped without mandoc)', async ({ skip }) => {
  if (!isInstalled('mandoc')) skip('mandoc is not installed');
  const { shown } = formatted(['mandoc', '-Tutf8', '-Owidth=80'], await pageOf('check'));
  // between the lines of date and version
  expect(shown.split('\n').slice(1, -2).join('\n')).toBe(CHECK_PAGE);
});

test('an address, and a word of the command line, at the beginning of a text is left as it is typed', async () => {
  const shown = await pageOf('mirror');
  expect(shown).toContain('\ngopher://HOST[:PORT]/, or gophers:// for TLS');
  expect(shown).toContain('\nThe folder of articles');
});

test('SOURCE_DATE_EPOCH dates the page', () => {
  const { stdout } = spawnSync(process.execPath, ['bin/gopherwire.js', 'man'], {
    env: { ...process.env, SOURCE_DATE_EPOCH: '86400' },
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/^\.TH GOPHERWIRE 1 1970-01-02 "gopherwire \d+\.\d+\.\d+" "User Commands"\n/);
});

test('a command that is none: 2, and those that are', async () => {
  const { code, stdout, stderr } = await run('man', 'dance');
  expect(code).toBe(2);
  expect(stdout.toString()).toBe('');
  expect(stderr).toContain('there is no command dance\n  fix: give one of these: serve, ');
});

/** What a formatter makes of the escapes that we write. */
const read = (line: string): string =>
  line
    .replace(/^\\&/, '')
    .replaceAll(
      /\\(?:\((aq|dq|ga|ha|ti)|([e-]))/g,
      (_, name: string | undefined, one: string | undefined) => {
        const names: Readonly<Record<string, string>> = {
          aq: "'",
          dq: '"',
          ga: '`',
          ha: '^',
          ti: '~',
          e: '\\',
        };
        return names[name ?? one ?? ''] ?? '-';
      },
    );

test('text comes out as it went in, and no line of it is a request', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary-ascii', minLength: 1 }).filter((word) => !/\s/.test(word))),
      (words) => {
        const lines = roffText(words.join(' '));
        expect(lines.map(read).join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line).not.toMatch(/^[.']/);
        for (const line of lines) expect(line.includes(' ') && line.length > 78).toBe(false);
      },
    ),
  );
});
