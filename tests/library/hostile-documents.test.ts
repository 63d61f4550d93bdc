import { expect, test } from 'vitest';
import { parseMenu } from '../support/client.ts';
import { articlesIn, crawl } from '../support/crawl.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, folderWith, run } from '../support/program.ts';

test('giants, the empty and the binary are held; the good article beside them is served', async () => {
  const mega = 1024 * 1024;
  const folder = await folderWith({
    'a/good.txt': documentOf(),
    'a/empty.txt': '',
    'a/newlines.txt': '\n'.repeat(10_000),
    'a/nul.txt': documentOf({ body: 'Text\0more.' }),
    'a/png.txt': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    'a/lines.txt': documentOf({ body: 'A line of a very long book.\n'.repeat((17 * mega) / 28) }),
    'a/oneline.txt': 'x'.repeat(20 * mega),
    'a/cut.txt': documentOf().slice(0, 260),
    'a/random.txt': Buffer.from(Array.from({ length: 5000 }, (_, index) => ((index * 7919) % 255) + 1)),
  });
  const { port } = await daemonForTest(folder);
  const replies = await crawl(port);
  expect(articlesIn(replies)).toEqual(['a/good.txt']);

  const { code, stdout } = await run('check', folder);
  expect(code).toBe(3);
  const text = stdout.toString();
  for (const name of ['lines', 'oneline'])
    expect(text).toMatch(
      new RegExp(`^held: a/${name}\\.txt\\n {2}1:1 too-large: it is larger than 16 MiB`, 'm'),
    );
  for (const name of ['nul', 'png'])
    expect(text).toMatch(new RegExp(`^held: a/${name}\\.txt\\n {2}\\d+:\\d+ binary: `, 'm'));
  for (const name of ['empty', 'newlines', 'cut', 'random'])
    expect(text).toMatch(new RegExp(`^held: a/${name}\\.txt\\n {2}\\d+:\\d+ `, 'm'));
});

test('UTF-16, Windows-1252, byte-order marks and CRLF are read, and kept byte for byte in raw', async () => {
  const content = documentOf({ title: 'Caf\u00e9 \u201cNoir\u201d', body: 'Na\u00efve \u20ac 5.' });
  const little = Buffer.from(`\ufeff${content}`, 'utf16le');
  const legacy = content
    .replaceAll('\u201c', '\x93')
    .replaceAll('\u201d', '\x94')
    .replaceAll('\u20ac', '\x80');
  const files = {
    'a/utf16le.txt': little,
    'a/utf16be.txt': Buffer.from(little).swap16(),
    'a/windows.txt': Buffer.from(legacy, 'latin1'),
    'a/bom.txt': Buffer.from(`\ufeff${content}`),
    'a/crlf.txt': Buffer.from(content.replaceAll('\n', '\r\n')),
    'a/cr.txt': Buffer.from(content.replaceAll('\n', '\r')),
  };
  const { port } = await daemonForTest(await folderWith(files));
  const replies = await crawl(port);
  expect(articlesIn(replies)).toEqual(Object.keys(files).toSorted());
  for (const [file, bytes] of Object.entries(files)) {
    expect(replies.get(`/raw/${file}`), file).toBe(bytes.toString('latin1'));
    const text = replies.get(`/feeds/${file}`);
    expect(text, file).toContain('Caf\u00e9 \u201cNoir\u201d [1]\r\n');
    expect(text, file).toContain('\r\nNa\u00efve \u20ac 5.\r\n');
  }
});

test('controls and bidi characters in title, authors, publisher, text and links forge nothing', async () => {
  const evil = '\t/etc/passwd\tevil.example\t70 \u001b[31mred\u0007\u0000'.replace('\u0000', '\u0085');
  const turned = '\u202edrawkcab\u202c \u2066x\u2069 \u2028line\u2029 \ufeff\u009b31m';
  const folder = await folderWith({
    'a/title.txt': documentOf({ title: `Title${evil}${turned}\r0Forged` }),
    'a/authors.txt': documentOf({ authors: `['Ann${evil}', 'Bob\\r\\n0Forged${turned}']` }),
    'a/publisher.txt': documentOf({ publisher: `Wire${turned}\tX` }),
    'a/body.txt': documentOf({ body: `Text${evil}${turned}\r0Forged\n\n1Menu\t/x\thost\t70` }),
    'a/source.txt': documentOf({ source: 'https://news.example/%0d%0a0Forged%09/x\u202e' }),
    'a/feed.toml':
      'title = "Feed\\t/x\\thost\\t70\\r\\n0Forged\\u001b"\nhome = "https://x.example/\\r\\n0Forged"',
  });
  const { port } = await daemonForTest(folder);
  const replies = await crawl(port);
  for (const name of ['title', 'authors', 'body']) expect(articlesIn(replies)).toContain(`a/${name}.txt`);
  for (const [selector, reply] of replies) {
    if (selector.startsWith('/raw/')) continue;
    expect(reply, selector).not.toMatch(/^0Forged[^\r]*\t/m);
    expect(reply, selector).not.toMatch(/\tevil\.example\t/);
  }
});

test('lines that are a period or begin with one end no menu and lose no word', async () => {
  const body = '.\n\n..\n\n...and so on.\n\n.\n.\n\nThe last words.';
  const folder = await folderWith({ 'a/dots.txt': documentOf({ body, title: '.' }) });
  const { port } = await daemonForTest(folder);
  const replies = await crawl(port);
  const text = replies.get('/feeds/a/dots.txt') ?? '';
  expect(text).toContain('\r\n .\r\n\r\n..\r\n\r\n...and so on.\r\n\r\n .\r\n .\r\n\r\nThe last words.\r\n');
  const shown = parseMenu(replies.get('/feeds/a/dots') ?? '').map(({ display }) => display.trim());
  for (const line of ['.', '..', '...and so on.', 'The last words.']) expect(shown).toContain(line);
});
