/** Menus of other servers. */
import { expect, test } from 'vitest';
import { readGopherMenu } from '../../src/gopher/read-menu.ts';

test('[RFC1436-3.4] a menu: documents and menus of its own server, up to the Lastline', () => {
  const menu = [
    'iThe Wire\t\terror.host\t1',
    '0Rain\u001b[31m falls\t/news/rain.txt\tgopher.example\t70',
    '0Rain again\t/news/rain.txt\tgopher.example\t70',
    '1Older\t/news/2024\tGOPHER.example\t70',
    '0Elsewhere\t/x\tother.example\t70',
    '0Other port\t/x\tgopher.example\t7070',
    '0Short\t/news/short.txt',
    '0No selector',
    'hWeb\tURL:https://wire.example/\tgopher.example\t70',
    '.',
    '0Behind\t/behind\tgopher.example\t70',
  ].join('\r\n');
  expect(readGopherMenu(menu, { name: 'gopher.example', port: 70 })).toEqual([
    { kind: 'document', selector: '/news/rain.txt' },
    { kind: 'menu', selector: '/news/2024' },
    { kind: 'document', selector: '/news/short.txt' },
  ]);
});
