/** What `mirror` tells of a run, and with --dry-run of one to come. */
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { FakeUpstream } from '../support/mirror.ts';
import { run, temporaryFolder } from '../support/program.ts';

const storyOf = (number: number): string =>
  documentOf({ title: `Story ${number}`, source: `https://news.example/${number}` });

/** One that has so many stories, and signs them. */
async function wireOf(stories: number): Promise<FakeUpstream> {
  const upstream = await FakeUpstream.start();
  for (let number = 1; number <= stories; number++) upstream.put(`news/story-${number}.txt`, storyOf(number));
  return upstream;
}

/** Runs `mirror` of `upstream` into `dir`. */
async function mirror({ address }: FakeUpstream, dir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run('mirror', address, dir, ...args);
  return { code, lines: stdout.toString().trimEnd().split('\n'), stderr };
}

test('of what is new ten are named, and how many more there are', async () => {
  const { code, lines } = await mirror(await wireOf(12), await temporaryFolder());
  expect(code).toBe(0);
  expect(lines[0]).toContain(': 12 new, 0 changed, 0 withdrawn, 0 refused, 0 failed; ');
  const named = lines.slice(1, 11);
  for (const line of named) expect(line).toMatch(/^ {2}new: Story (\d+) \(\/raw\/news\/story-\1\.txt\)$/);
  expect(lines.slice(11)).toEqual(['  ... and 2 more: --json tells all']);
});
