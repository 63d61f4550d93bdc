/** What no typesetter has set, such as the operator's contact: in the charset of the view all the same, never "?". */
import { expect, test } from 'vitest';
import { siteOf } from '../support/site.ts';
import { documentOf } from '../support/documents.ts';

const site = siteOf({ 'a/b': documentOf() }, {}, { admin: 'J\u00f6rg \u2014 \u4e2d <j@news.example>' });
const folded = 'Jorg -- Zhong <j@news.example>';

test.each([
  ['/view/us-ascii-40/caps.txt', [], `\r\nServerAdmin=${folded}\r\n`],
  ['/view/us-ascii-40/caps.txt', ['!'], `\r\n Admin: ${folded}\r\n`],
  ['/view/us-ascii-40/nothing', ['+'], `--2\r\n1 ${folded}\r\n`],
  ['/view/us-ascii-40/URL:javascript:x', ['+'], `--2\r\n1 ${folded}\r\n`],
  ['/view/us-ascii-40/about.txt', [], folded.slice(0, 20)],
] as const)('%s %j', async (selector, fields, part) => {
  const { body } = await site.reply({ kind: 'gopher', selector, fields });
  expect(typeof body).not.toBe('string');
  const text = Buffer.from(body).toString('latin1');
  expect(text).toContain(part);
  expect(text).toMatch(/^[\r\n\t -~]*$/);
});
