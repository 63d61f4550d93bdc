/** What an operator is told of a faulty configuration file or variable. */
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { SettingsFile } from '../../src/cli/settings-file.ts';
import { folderWith, runIn } from '../support/program.ts';

const HELP = (name: string): string => `gopherwire serve --help tells what --${name} takes`;
const AS_TOML = 'write it as TOML: name = "value", a line each';
const CALLED = 'gopherwire config lists all settings; each is called like its flag';
const NO_TABLES =
  'there are no tables in this file: give each setting a line of its own, called like its flag';

interface Fault {
  readonly what: string;
  readonly file: string | Uint8Array;
  /** `LINE:COLUMN: PROBLEM`, the line as it is shown, how far the caret is in, the fix. */
  readonly told: readonly [string, string, number, string];
}

const faults = (...rows: [string, string | Uint8Array, ...Fault['told']][]): Fault[] =>
  rows.map(([what, file, ...told]) => ({ what, file, told }));

test.each(
  faults(
    ['no TOML', 'port = 70\ntitle = \n', '2:9: invalid value', 'title = ', 8, AS_TOML],
    ['an unknown name', '\nportt = 70\n', '2:1: there is no setting portt', 'portt = 70', 0, CALLED],
    ['the name of no setting', 'config = "a"', '1:1: there is no setting config', 'config = "a"', 0, CALLED],
    ['a table', '[server]\nport = 70', '1:1: there is no setting server', '[server]', 0, NO_TABLES],
    ['a dotted name', 'a.b = 1', '1:1: there is no setting a', 'a.b = 1', 0, NO_TABLES],
    [
      'a text for a number',
      'port = "70"',
      '1:8: port: It is a number, without quotes.',
      'port = "70"',
      7,
      HELP('port'),
    ],
    ['a number for a text', 'dir = 5', '1:7: dir: It is a text in quotes.', 'dir = 5', 6, HELP('dir')],
    [
      'a number for a switch',
      'strict-text = 1',
      '1:15: strict-text: It is true or false, without quotes.',
      'strict-text = 1',
      14,
      HELP('strict-text'),
    ],
    [
      'a list of numbers',
      'listen = [70]',
      '1:10: listen: It is a text in quotes, or a list of them in brackets.',
      'listen = [70]',
      9,
      HELP('listen'),
    ],
    [
      'a list for a text',
      'user = ["a"]',
      '1:8: user: It is a text in quotes.',
      'user = ["a"]',
      7,
      HELP('user'),
    ],
    [
      'a number out of range',
      'port = 70000',
      '1:8: port: It is a whole number from 0 to 65535.',
      'port = 70000',
      7,
      HELP('port'),
    ],
    [
      'no choice',
      'log = "xml"',
      '1:7: log: Allowed choices are combined, json, none.',
      'log = "xml"',
      6,
      HELP('log'),
    ],
    [
      'no address',
      'exempt = "::1, here"',
      '1:10: exempt: "here" is no address: give ADDRESS or ADDRESS/BITS, loopback, or none, parted by commas.',
      'exempt = "::1, here"',
      9,
      HELP('exempt'),
    ],
    [
      'its name in texts before, and in a comment',
      '# port = 1\ntitle = """\nport = 2\n\\"""\n"""\nexempt = [ # ]\n  \'port = 3\', "]",\n]\nport = "70"\n[a]\nport = 4',
      '9:8: port: It is a number, without quotes.',
      'port = "70"',
      7,
      HELP('port'),
    ],
    ['nothing', 'dir = ""', '1:7: dir: It must not be empty.', 'dir = ""', 6, HELP('dir')],
    [
      'a name twice',
      'port = 70\nport = 71',
      '2:1: trying to redefine an already defined table or value',
      'port = 71',
      0,
      AS_TOML,
    ],
    [
      'NUL',
      'title = "a\0b"',
      '1:11: control characters are not allowed in strings',
      'title = "a b"',
      10,
      AS_TOML,
    ],
    [
      'a byte-order mark and CR LF',
      '\ufeffhost = "a"\r\nportt = 70\r\n',
      '2:1: there is no setting portt',
      'portt = 70',
      0,
      CALLED,
    ],
    [
      'no UTF-8',
      Buffer.from('port = 70\ntitle = "caf\xe9"\n', 'latin1'),
      '2:13: this is not UTF-8',
      'title = "caf\ufffd"',
      12,
      'save the file as UTF-8',
    ],
    [
      'a fault behind wide characters',
      'title = "\u6f22\u5b57\\q"',
      '1:13: unrecognised escape sequence',
      'title = "\u6f22\u5b57\\q"',
      14,
      AS_TOML,
    ],
  ),
)('a file with $what: 2, place, line, caret and fix', async ({ file, told }) => {
  const [problem, line, caret, fix] = told;
  const folder = await folderWith({ 'my.toml': file });
  const { code, stdout, stderr } = await runIn({ cwd: folder }, 'config', '--config', 'my.toml');
  const number = `  ${problem.split(':')[0] ?? ''} | `;
  expect(stderr).toBe(
    `gopherwire: my.toml:${problem}\n${number}${line}\n${' '.repeat(number.length + caret)}^\n  fix: ${fix}\n`,
  );
  expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' });
});

test.each([
  ['none.toml', 'is not there'],
  ['folder', 'is a folder'],
  ['my.toml/under', 'is not there'],
])('a file that cannot be read, %s: 2 and why', async (path, why) => {
  const cwd = await folderWith({ 'my.toml': '' });
  await mkdir(join(cwd, 'folder'));
  const { code, stderr } = await runIn({ cwd }, 'config', '--config', path);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `gopherwire: the configuration file ${path} ${why}\n  fix: give the path of a file that can be read with --config\n`,
  );
});

test('a file that the account must not read: 1 and why (skipped as root)', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('root may read everything');
  const cwd = await folderWith({ 'gopherwire.toml': '' });
  await chmod(join(cwd, 'gopherwire.toml'), 0);
  const { code, stderr } = await runIn({ cwd }, 'config');
  expect(code).toBe(1);
  expect(stderr).toContain('gopherwire.toml cannot be read: no permission\n');
});

test.each([
  ['GOPHERWIRE_PORT', 'seventy', 'It is a whole number from 0 to 65535.'],
  ['GOPHERWIRE_LOG', 'xml', 'Allowed choices are combined, json, none.'],
  ['GOPHERWIRE_LISTEN', 'localhost=none', 'There is no view "none".'],
  ['GOPHERWIRE_EXEMPT', 'here', '"here" is no address'],
  ['GOPHERWIRE_STRICT_TEXT', 'maybe', 'It is true or false.'],
  ['GOPHERWIRE_CONFIG', '', 'It must not be empty.'],
  ['GOPHERWIRE_DIR', '', 'It must not be empty.'],
])('%s=%s: 2, the name of the variable and what it takes', async (name, value, takes) => {
  const { code, stdout, stderr } = await runIn({ env: { [name]: value } }, 'config');
  expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(name);
  expect(stderr).toContain(takes);
});

test('what any TOML file sets is found again at its line', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,11}$/);
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.integer(), fc.array(fc.string()));
  fc.assert(
    fc.property(fc.dictionary(name, value), (settings) => {
      const source = stringify(settings);
      const file = new SettingsFile('my.toml', Buffer.from(source));
      expect(Object.fromEntries(file.settings.map((one) => [one.name, one.value]))).toEqual(parse(source));
      const lines = source.split(/\r?\n/);
      for (const one of file.settings) expect(lines[one.line - 1]).toContain(`${one.name} = `);
    }),
  );
});

test('a key is found however it and the texts before it are written', () => {
  const text = fc.oneof(
    fc.stringMatching(/^[a-z"'#=[\]{}\\\n -]{0,12}$/),
    fc.constant('\nkey-0 = 1\nkey-1 = 1\nkey-2 = 1\n'),
  );
  const forms = fc.oneof(
    text.map((value) => JSON.stringify(value)),
    text.map((value) => `'${value.replace(/['\n]/g, '')}'`),
    text.map((value) => `"""\n${value.replaceAll('\\', '\\\\').replaceAll('"""', '')}a"""`),
    text.map((value) => `'''\n${value.replaceAll("'''", '')}a'''`),
    text.map((value) => `[ # ${value.replaceAll('\n', '')}\n[${JSON.stringify(value)}],\n{ a = '#]' }]`),
  );
  const key = fc.constantFrom(...['', '"', "'"].map((quote) => (name: string) => quote + name + quote));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, forms), { maxLength: 6 }), (lines) => {
      let source = '';
      const places: [string, number, number][] = [];
      for (const [index, [write, value]] of lines.entries()) {
        const name = `key-${index}`;
        const start = ` ${write(name)} = `;
        places.push([name, source.split('\n').length, start.length + 1]);
        source += `${start}${value} # ${name} = 1\n`;
      }
      const file = new SettingsFile('my.toml', Buffer.from(source));
      expect(file.settings.map(({ name, line, column }) => [name, line, column])).toEqual(places);
    }),
  );
});

test('no bytes make a file fail but with a message and a fix', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        expect(new SettingsFile('my.toml', Buffer.from(bytes)).path).toBe('my.toml');
      } catch (error) {
        expect(error).toMatchObject({ name: 'Failure', exitCode: 2 });
      }
    }),
  );
});
