/** An article of a million addresses: its menu lists some of them, and says that there are more. */
import { expect, test } from 'vitest';
import { parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { siteOf } from '../support/site.ts';

test('a menu lists five hundred addresses of the text and five hundred references as items', async () => {
  const body = Array.from({ length: 1e6 }, (_, n) => `http://${n.toString(36)}`).join(' ');
  const links = Array.from({ length: 600 }, (_, n) => `[${n + 2}] Url: https://news.example/${n}`).join('\n');
  const document = documentOf({ body }).replace(/^(\[1\].*)$/m, `$1\n${links}`);
  const reply = await siteOf({ 'a/b': document }).reply({
    kind: 'gopher',
    selector: '/feeds/a/b',
    fields: [],
  });
  const lines = parseMenu(String(reply.body));
  expect(lines.filter(({ display }) => display.startsWith('* http'))).toHaveLength(500);
  expect(lines.filter(({ type, display }) => type === 'h' && /^\[\d+\] /.test(display))).toHaveLength(501);
  expect(lines.map(({ display }) => display)).toContain('[601] https://news.example/599');
  expect(lines.map(({ display }) => display)).toContain('More addresses stand in the text alone.');
});
