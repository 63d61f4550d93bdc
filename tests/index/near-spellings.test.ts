/** A search that finds nothing is proposed as it was written, with near spellings for the words that stand nowhere. */
import { beforeEach, expect, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForFile } from '../support/program.ts';

beforeEach(skipWithoutSqlite);

const daemon = daemonForFile({
  'lights/feed.toml': 'title = "Lights"\nlanguage = "fr"\n',
  'lights/keeper.txt': documentOf({
    title: 'The lighthouse keeper',
    publisher: 'Lantern Wire',
    body: 'She has a cafeti\u00e8re and a lighter.',
  }),
  'rivers/ferry.txt': documentOf({ title: 'A ferry', body: 'It waits for the water to rise.' }),
});

/** The searches that `selector` leads to when it is sent with `words`. */
async function proposed(words: string, selector = '/search'): Promise<string[]> {
  const menu = parseMenu(await get(daemon.port, `${selector}\t${words}`));
  expect(menu.map(({ display }) => display)).toContain('Nothing was found.');
  return menu
    .filter(({ type, selector: to }) => type === '1' && to.startsWith(`${selector}/1/`))
    .map(({ selector: to }) => decodeURIComponent(to.slice(`${selector}/1/`.length)));
}

test.each([
  ['lighthous keeper', 'lighthouse keeper'],
  ['Keeper (LIGHTHOUS or ferries) lang:fr -rain', 'Keeper (lighthouse or ferries) lang:fr -rain'],
  ['"the lighthous keeper" feed:lights', '"the lighthouse keeper" feed:lights'],
  ['lighthuose* keepr', 'lighthouse* keeper'],
  ['Cafeti\u00e8re by:Latern after:2024', 'Cafeti\u00e8re by:lantern after:2024'],
  ['cafetiera\u0300 keeper', 'cafetiere keeper'],
])('%s: %s', async (words, other) => {
  expect(await proposed(words)).toEqual([other]);
});

test.each(['ilghthouse', 'kighthouse', 'lkghthouse', 'ighthouse', 'lghthouse', 'alighthouse', 'lgihthouse'])(
  'a slip in the first letters: %s',
  async (word) => {
    expect(await proposed(`${word} keeper`)).toEqual(['lighthouse keeper']);
  },
);

test.each([
  'lighthous ferry',
  'lighthous keeper lang:en',
  'lighthous zzzzzzzz',
  'lighthouse ferry',
  'keeper lang:en not lighthous',
])('what would find nothing is not proposed: %s', async (words) => {
  expect(await proposed(words)).toEqual([]);
});

test('a part of the site is proposed what is found there', async () => {
  expect(await proposed('lighthous', '/feeds/lights/search')).toEqual(['lighthouse']);
  expect(await proposed('lighthous', '/feeds/rivers/search')).toEqual([]);
});
