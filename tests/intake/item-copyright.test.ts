/** What an item of RSS says of its rights. */
import { expect, test } from 'vitest';
import { itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { startUpstream } from '../support/upstream.ts';

test('the copyright of an RSS item is read, and a tag of its content is none', async () => {
  const saying = (n: number, copyright: string, html?: string): string =>
    itemOf({
      link: `https://news.example/${n}`,
      title: `Story ${n}`,
      ...(html !== undefined && { html }),
    }).replace('<content:encoded>', `${copyright}<content:encoded>`);
  const upstream = await startUpstream({
    '/rss': {
      body: rssOf([
        saying(1, '<copyright>All rights reserved</copyright>'),
        saying(2, '<copyright lang="en"><![CDATA[All rights reserved]]></copyright>'),
        saying(3, '<copyright>&#169; 2026 Ann Example</copyright>'),
        saying(4, '', '<p>They wrote <copyright>, and then the bridge was closed.</p>'),
      ]),
    },
  });
  const { stdout } = await sync(await takingFrom(`${upstream.origin}/rss`));
  expect(stdout.toString()).toContain('2 new, 0 changed, 0 waiting, 2 held');
  expect(stdout.toString().match(/"All rights reserved" \(copyright of the item\)/g)).toHaveLength(2);
});
