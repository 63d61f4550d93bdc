/** What mirrors are told of a withdrawal. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TOMBSTONE_END } from '../../src/article/tombstone.ts';
import { nameProblem } from '../../src/library/document-file.ts';
import { hasTombstoneSelector, tombstoneText } from '../../src/library/tombstone-text.ts';
import { parentOf } from '../../src/library/folders.ts';
import { manifestText, parseFile, parseManifest, partSelector } from '../../src/site/mirror-format.ts';
import { parseRoute, selectorOf } from '../../src/site/routes.ts';

const textOf = (text: string): string => tombstoneText(Buffer.from(text));

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', 'e\u0301', '\u0301', '\u0327', '\u{1f4f0}'),
    minLength: 400,
    maxLength: 600,
  }),
);
const lines = fc
  .array(fc.tuple(fc.constantFrom('Withdrawn', 'reason', 'Title', 'Source', 'Other'), words), {
    maxLength: 6,
  })
  .map((said) => said.map(([name, value]) => `${name}: ${value}\n`).join(''));

test('is a tombstone again, the same and short, whatever a file says', () => {
  fc.assert(
    fc.property(fc.oneof(lines, words), (text) => {
      const told = textOf(text);
      expect(textOf(told)).toBe(told);
      expect(told).toMatch(
        /^(?:Withdrawn: [\d-]+\n)?(?:Reason: [^\n\r\u001b]+\n)?(?:Title: .+\n)?(?:Source: .+\n)?$/,
      );
      expect(Buffer.byteLength(told)).toBeLessThan(8_000);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const told = tombstoneText(bytes);
      expect(textOf(told)).toBe(told);
    }),
  );
});

test('has a selector that lists can name, or is not told', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 260 }), fc.integer({ min: 1, max: 80 }), (length, folder) => {
      const path = 'x'
        .repeat(length)
        .replaceAll('x'.repeat(folder + 1), `${'x'.repeat(folder)}/`)
        .replace(/\/$/, 'x');
      const selectors = [
        ...(nameProblem(path) === undefined ? [`/raw/${path}.txt`] : []),
        ...(hasTombstoneSelector(path) ? [`/raw/${path}${TOMBSTONE_END}`] : []),
      ];
      for (const selector of selectors) {
        const route = parseRoute(selector);
        expect(route && selectorOf(route)).toBe(selector);
        const part = {
          selector: partSelector(parentOf(path), 1_000),
          bytes: 1,
          digest: 'A'.repeat(43),
          files: 1,
        };
        const manifest = { sequence: 1, timeMs: 0, parts: [part] };
        expect(parseManifest(manifestText(manifest))).toEqual(manifest);
        expect(parseFile(`${selector} 1 ${'A'.repeat(43)} -`)?.selector).toBe(selector);
      }
    }),
    { numRuns: 1_000 },
  );
});
