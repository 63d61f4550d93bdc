import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { copyOfArticles, folderWith, ROOT, run, temporaryFolder } from '../support/program.ts';

const REAL_NAME = '2025-06-the-uns-missed-chance-to-lead-on-anti-trafficking.txt';
const REAL = join(ROOT, '../shared/articles', REAL_NAME);

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: string;
}

interface Report {
  readonly documents: readonly {
    readonly file: string;
    readonly status: string;
    readonly selector?: string;
    readonly title?: string;
    readonly publisher?: string;
    readonly licence?: string;
    readonly bytes?: number;
    readonly diagnostics: readonly Finding[];
  }[];
  readonly passedOver: readonly { readonly file: string; readonly message: string; readonly fix: string }[];
  readonly summary: { readonly documents: number; readonly served: number; readonly held: number };
}

async function checkJson(folder: string): Promise<{ readonly code: number | null; readonly report: Report }> {
  const { code, stdout } = await run('check', folder, '--json');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the assertions below look at every field
  return { code, report: JSON.parse(stdout.toString()) as Report };
}

test('the articles that come with the program are all served, without a diagnostic', async () => {
  const { code, report } = await checkJson(await copyOfArticles());
  expect(code).toBe(0);
  expect(report.summary.held).toBe(0);
  expect(report.summary.served).toBeGreaterThan(0);
  expect(report.passedOver).toEqual([]);
  expect(report.documents.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
});

test('a document without its title line is held, and does not take the names of its authors for one', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf().replace('A plain title [1]\n\n', '') });
  const { code, report } = await checkJson(folder);
  expect(code).toBe(3);
  expect(report.documents[0]?.diagnostics.map((finding) => finding.code)).toEqual(['title-missing']);
});

test('of a file that is no text one thing is said', async () => {
  const { report } = await checkJson(await folderWith({ 'a/story.txt': 'PNG\0\0\0' }));
  expect(report.documents[0]?.diagnostics.map((finding) => finding.code)).toEqual(['binary']);
});

test('a folder that is a part of the articles folder is told from a wrong source', async () => {
  const { code, stdout } = await run('check', join(ROOT, 'articles/handbook'));
  expect(code).toBe(3);
  expect(stdout.toString()).toContain('fix: serve the folder above this one');
});

test('values in a feed.toml that make no sense are told, and no default licence is used on bad evidence', async () => {
  const feed = `language = "Latin American Spanish"
[licence]
default = "CC-BY-4.0"
evidence = "foo"
[upstream]
kind = "feed"
url = "https://news.example/rss"
every = "often"
[permission]
embargo = "soon"
monthly = -1
`;
  const text = documentOf().replace(/Content appears.*\n/, '');
  const { code, report } = await checkJson(await folderWith({ 'a/feed.toml': feed, 'a/story.txt': text }));
  expect(code).toBe(3);
  expect(report.documents[0]?.diagnostics.map((finding) => finding.code)).toEqual(['licence-missing']);
  expect(report.passedOver.map(({ message }) => message)).toEqual([
    '"language" cannot be "Latin American Spanish"',
    '"licence.evidence" cannot be "foo"',
    '"upstream.every" cannot be "often"',
    '"permission.embargo" cannot be "soon"',
    '"permission.monthly" cannot be "-1"',
  ]);
});

test('an upstream that cannot be asked and a permission that cannot be read are told', async () => {
  const folder = await folderWith({
    'a/feed.toml': `[upstream]
kind = "feed"
url = ["ftp://news.example/", "https://news.example/rss"]
list = true
[permission]
credit = "One.\\nTwo."
credit-at = "middle"
non-commercial = "yes"
`,
    'b/feed.toml': '[upstream]\nkind = "gopher"\n',
    'c/feed.toml': `[upstream]
kind = "page"
url = ["https://news.example/a", "https://news.example/b"]
list = true
every = "6h"
[permission]
mode = "ask"
embargo = "2d"
monthly = 10
credit = "As it stood in the Example Wire."
credit-at = "top"
non-commercial = true
`,
    'a/story.txt': documentOf(),
  });
  const { report } = await checkJson(folder);
  expect(report.passedOver.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'a/feed.toml: "permission.credit-at" cannot be "middle"',
    'a/feed.toml: "permission.non-commercial" is not true or false',
    'a/feed.toml: "upstream.url" cannot be "ftp://news.example/"',
    'a/feed.toml: "upstream.url" is a list',
    'a/feed.toml: "upstream.list" is for kind = "page"',
    'a/feed.toml: "permission.credit" holds a line break or a control character',
    'b/feed.toml: "upstream.url" is missing',
  ]);
});

test('the real article is served, without a diagnostic', async ({ skip }) => {
  if (!existsSync(REAL)) skip(`the real article is not here: ${REAL}`);
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'news/opendemocracy'), { recursive: true });
  await copyFile(REAL, join(folder, 'news/opendemocracy', REAL_NAME));
  const { code, report } = await checkJson(folder);
  expect(code).toBe(0);
  expect(report.documents).toMatchObject([{ status: 'served', diagnostics: [] }]);
  expect(report.passedOver).toEqual([]);
});

test('--json says of every document what is served, where, and under which licence', async () => {
  const content = documentOf();
  const folder = await folderWith({ 'news/example/2025/06/story.txt': content });
  const { code, report } = await checkJson(folder);
  expect(code).toBe(0);
  expect(report).toEqual({
    documents: [
      {
        file: 'news/example/2025/06/story.txt',
        status: 'served',
        selector: '/feeds/news/example/2025/06/story',
        title: 'A plain title',
        publisher: 'Example Wire',
        licence: 'CC-BY-ND-4.0',
        bytes: Buffer.byteLength(content),
        diagnostics: [],
      },
    ],
    passedOver: [],
    summary: { documents: 1, served: 1, held: 0 },
  });
});

const HELD: Readonly<Record<string, string>> = {
  'body-missing': documentOf().replace('A first paragraph.\n\nA second one.\n\n', ''),
  'licence-missing': documentOf().replace(/^Content appears.*\n/m, ''),
  'licence-unknown': documentOf({ licence: 'Ask my aunt' }),
  'licence-version-missing': documentOf({ licence: 'Creative Commons BY-ND' }),
  'source-invalid': documentOf({ source: '/etc/passwd' }),
  'source-missing': documentOf().replace(/^\[1\] Url:.*\n/m, ''),
};

test('what lacks licence, source or text is held, each for its one reason', async () => {
  const files = Object.entries(HELD).map(([code, content]) => [`a/${code}.txt`, content] as const);
  const folder = await folderWith({ ...Object.fromEntries(files), 'a/good.txt': documentOf() });
  const { code, report } = await checkJson(folder);
  expect(code).toBe(3);
  expect(report.summary).toEqual({ documents: 7, served: 1, held: 6 });
  for (const { file, status, selector, diagnostics } of report.documents) {
    if (file === 'a/good.txt') {
      expect(status).toBe('served');
      continue;
    }
    expect(status, file).toBe('held');
    expect(selector, file).toBeUndefined();
    const findings = diagnostics.filter(({ severity }) => severity === 'held');
    expect(findings.map((finding) => `a/${finding.code}.txt`)).toEqual([file]);
    for (const { line, column, message, fix } of findings) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toBe('');
      expect(fix).not.toBe('');
    }
  }
});

test('an address that runs a script is no source', async () => {
  const folder = await folderWith({ 'a/story.txt': documentOf({ source: 'javascript:alert(1)' }) });
  const { code, report } = await checkJson(folder);
  expect(code).toBe(3);
  expect(report.documents[0]?.diagnostics.map((finding) => finding.code)).toContain('source-invalid');
});

test('for people every held document has its place, reason and fix, on stdout', async () => {
  const folder = await folderWith({
    'a/good.txt': documentOf(),
    'a/bad.txt': documentOf({ licence: 'Ask my aunt' }),
  });
  const { code, stdout, stderr } = await run('check', folder);
  expect(code).toBe(3);
  expect(stderr).toBe('');
  const text = stdout.toString();
  expect(text).toMatch(/^held: a\/bad\.txt\n {2}\d+:\d+ licence-unknown: .*"Ask my aunt".*\n {6}fix: .+$/m);
  expect(text).toMatch(/^served: a\/good\.txt \(CC-BY-ND-4\.0\)$/m);
  expect(text).toMatch(/^2 documents: 1 served, 1 held\n$/m);
});

test("a feed's default licence with evidence serves what states none; without evidence it does not", async () => {
  const content = documentOf().replace(/^Content appears.*\n/m, '');
  const toml = '[licence]\ndefault = "CC-BY-ND-4.0"\n';
  const folder = await folderWith({
    'proved/feed.toml': `${toml}evidence = "https://news.example/republish"\n`,
    'proved/2025/06/story.txt': content,
    'unproved/feed.toml': toml,
    'unproved/2025/06/story.txt': content,
  });
  const { code, report } = await checkJson(folder);
  expect(code).toBe(3);
  expect(report.documents.map(({ file, status }) => `${status} ${file}`)).toEqual([
    'served proved/2025/06/story.txt',
    'held unproved/2025/06/story.txt',
  ]);
  expect(report.passedOver).toMatchObject([{ file: 'unproved/feed.toml' }]);
});

test('an empty folder is no failure', async () => {
  const { code, report } = await checkJson(await temporaryFolder());
  expect(code).toBe(0);
  expect(report).toEqual({ documents: [], passedOver: [], summary: { documents: 0, served: 0, held: 0 } });
});
