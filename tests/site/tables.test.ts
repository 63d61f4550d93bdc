/** Tables: in columns, or a line a cell, and nothing of them lost. */
import { expect, test } from 'vitest';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, folderWith } from '../support/program.ts';

test('a table stands in columns where it fits, else a line a cell; no word of it is lost', async () => {
  const body = [
    'Bridge | Opened | Cost in millions of euros',
    '--- | :---: | ---:',
    'Low Ford | 2026 | 4',
    'The “High” Ford, with a tunnel | 1999 | 12,5',
  ].join('\n');
  const { port } = await daemonForTest(
    await folderWith({ 'a/story.txt': documentOf({ body: `Before.\n\n${body}\n\nAfter.` }) }),
  );
  expect(await get(port, '/view/us-ascii-80/feeds/a/story.txt')).toContain(
    [
      '',
      'Bridge                          Opened  Cost in millions of euros',
      '------------------------------  ------  -------------------------',
      'Low Ford                        2026                            4',
      'The "High" Ford, with a tunnel  1999                         12,5',
      '',
    ].join('\r\n'),
  );
  expect(await get(port, '/view/us-ascii-32/feeds/a/story.txt')).toContain(
    [
      '',
      'Bridge: Low Ford',
      'Opened: 2026',
      'Cost in millions of euros: 4',
      '',
      'Bridge: The "High" Ford, with',
      '  a tunnel',
      'Opened: 1999',
      'Cost in millions of euros: 12,5',
      '',
    ].join('\r\n'),
  );
  expect(await get(port, '/view/us-ascii-80/feeds/a/story.txt')).toContain(
    'Rendering: us-ascii, 2 characters',
  );
});

test.each([
  ['an empty last cell', 'A | B\n--- | ---\n1 | 2\n3 |', 'A    B\n---  ---\n1    2\n3'],
  ['an empty first cell', 'A | B\n--- | ---\n | 2', 'A    B\n---  ---\n     2'],
  ['a frame', '| A | B |\n|---|---:|\n| 1 | 2 |\n| | 3 |', 'A      B\n---  ---\n1      2\n       3'],
  ['plus signs in the rule', 'A | B\n----+----\n1 | 2', 'A    B\n---  ---\n1    2'],
  ['a short row', 'A | B | C\n---|---|---\n1 | 2', 'A    B    C\n---  ---  ---\n1    2'],
  ['no table: a cell too many', 'A | B\n---|---\n1 | 2 | 3', 'A | B\n---|---\n1 | 2 | 3'],
  ['no table: a line of text', 'A | B\n---|---\n1 | 2\nwords', 'A | B\n---|---\n1 | 2\nwords'],
])('tables: %s', async (_, body, shown) => {
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf({ body }) }));
  expect(await get(port, '/feeds/a/story.txt')).toContain(
    `\r\n\r\n${shown.replaceAll('\n', '\r\n')}\r\n\r\n`,
  );
});

test('[RFC3676-4.4] the lines of a table are stuffed where texts are flowed', async () => {
  const body = '>A | B\n---: | ---\n1 | 2\nFrom | 3';
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf({ body }) }));
  expect(await get(port, '/view/utf-8-flowed/feeds/a/story.txt')).toContain(
    '\r\n   >A  B\r\n----  ---\r\n    1  2\r\n From  3\r\n',
  );
});

test('a table that is wider than 67 columns has a line a cell where lines are not wrapped', async () => {
  const body = `A | B\n--- | ---\n${'a'.repeat(40)} | ${'b'.repeat(40)}`;
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf({ body }) }));
  for (const layout of ['unwrapped', 'flowed'])
    expect(await get(port, `/view/utf-8-${layout}/feeds/a/story.txt`)).toContain(
      `\r\nA: ${'a'.repeat(40)}\r\nB: ${'b'.repeat(40)}\r\n`,
    );
});
