/** Which item is which article: by its id, and by its address where the id does not tell. */
import { expect, test } from 'vitest';
import { filesIn, itemOf, rssOf, sync, takingFrom, textIn } from '../support/intake.ts';
import { run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const item = (id: string, path: string, title: string): string =>
  itemOf({ id, link: `https://news.example/${path}`, title, html: `<p>It tells of ${title}.</p>` });
const fileOf = (name: string): string => `news/example/2026/03/${name}.txt`;

/** What each of `feeds`, offered one after the other, leaves of articles. */
async function after(permission: string, ...feeds: readonly (readonly string[])[]) {
  const upstream = await startUpstream();
  const dir = await takingFrom(`${upstream.origin}/rss`, permission);
  const told: string[] = [];
  for (const items of feeds) {
    upstream.set('/rss', { body: rssOf(items) });
    const { code, stdout, stderr } = await sync(dir, '--feed', 'news/example');
    expect({ code, stderr: stderr.replace(/^New documents[\s\S]*/, '') }).toEqual({ code: 0, stderr: '' });
    told.push(stdout.toString().replace('news/example: ', '').replace(', 0 held, 0 failed\n', ''));
  }
  return { dir, told, shown: (await filesIn(dir)).shown };
}
const AUTOMATIC = 'mode = "automatic"';

test.each([
  ['which is offered first', [item('2', 'today', 'Two'), item('1', 'today', 'One')]],
  ['which is offered alone', [item('2', 'today', 'Two')]],
  ['whose own one has moved', [item('2', 'today', 'Two'), item('1', 'moved', 'One')]],
])('an article that takes the address of another, %s, has a file of its own', async (_how, second) => {
  const { dir, told, shown } = await after(AUTOMATIC, [item('1', 'today', 'One')], second, second);
  expect(shown).toEqual([fileOf('one'), fileOf('two')]);
  expect(await textIn(dir, fileOf('one'))).toContain('It tells of One.');
  expect(told.at(-1)).toContain('0 new, 0 changed, ');
});

test('an article that is given another id stays the same article', async () => {
  const { told, shown } = await after(AUTOMATIC, [item('1', 'a', 'One')], [item('2', 'a', 'One')]);
  expect(shown).toEqual([fileOf('one')]);
  expect(told).toEqual(['1 new, 0 changed, 0 waiting', '0 new, 0 changed, 1 unchanged, 0 waiting']);
});

test('an article that is given another id, and refused, takes nothing from the one that has its former id', async () => {
  const { dir } = await after(
    '',
    [item('1', 'a', 'One')],
    [itemOf({ id: '2', link: 'https://news.example/a', title: 'One', html: '<p>It tells more of One.</p>' })],
    [item('1', 'b', 'Two')],
  );
  expect((await run('refuse', '2', '--dir', dir)).code).toBe(0);
  const queued = JSON.parse((await run('queue', dir, '--json')).stdout.toString());
  expect(queued).toMatchObject([{ id: '1', title: 'Two' }]);
});

test('an article that a feed lists twice is taken once', async () => {
  const { told, shown } = await after(AUTOMATIC, [item('1', 'a', 'One'), item('2', 'a', 'One')]);
  expect(shown).toEqual([fileOf('one')]);
  expect(told).toEqual(['1 new, 0 changed, 0 waiting, 1 in other feeds']);
});

test.each([['7'], ['\u200b']])(
  'items that all have the id %j are told apart by their addresses',
  async (id) => {
    const [one, two, three, four] = ['One', 'Two', 'Three', 'Four'].map((title) => item(id, title, title));
    const items = (...given: readonly (string | undefined)[]) => given.filter((each) => each !== undefined);
    const { dir, told, shown } = await after(
      AUTOMATIC,
      items(one, two, three),
      items(four, three, one, two),
      items(four, two),
    );
    expect(shown).toEqual(['four', 'one', 'three', 'two'].map(fileOf));
    for (const name of ['Four', 'One', 'Three', 'Two'])
      expect(await textIn(dir, fileOf(name.toLowerCase()))).toContain(`It tells of ${name}.`);
    expect(told).toEqual([
      '3 new, 0 changed, 0 waiting',
      '1 new, 0 changed, 3 unchanged, 0 waiting',
      '0 new, 0 changed, 2 unchanged, 0 waiting',
    ]);
  },
);

test('also under two ways to write its address', async () => {
  const twice = [item('1', 'a', 'One'), item('2', 'a/?utm_source=rss', 'One')];
  const { told, shown } = await after(AUTOMATIC, twice, twice);
  expect(shown).toEqual([fileOf('one')]);
  expect(told[0]).toBe('1 new, 0 changed, 0 waiting, 1 in other feeds');
});

test('where all items link to one page, what is refused is refused alone, under whatever id', async () => {
  const upstream = await startUpstream({
    '/rss': { body: rssOf([item('2', '', 'Two'), item('1', '', 'One')]) },
  });
  const dir = await takingFrom(`${upstream.origin}/rss`, '');
  await sync(dir);
  expect((await run('refuse', '1', '--dir', dir)).code).toBe(0);
  upstream.set('/rss', { body: rssOf([item('4', '', 'One'), item('3', '', 'Three'), item('2', '', 'Two')]) });
  expect((await sync(dir)).stdout.toString()).toContain('0 new, 0 changed, 2 waiting, 1 not wanted, ');
});
