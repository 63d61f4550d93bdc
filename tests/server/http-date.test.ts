/** The dates of HTTP. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHttpDate } from '../../src/server/http-date.ts';

const NOW_MS = Date.UTC(2026, 10, 25);
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

test('[RFC9110-5.6.7] every second is read in all three forms', () => {
  const dates = fc.date({
    min: new Date(Date.UTC(1977, 0, 1)),
    max: new Date(Date.UTC(2076, 0, 1)),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dates, (any) => {
      const ms = Math.floor(any.getTime() / 1000) * 1000;
      const fixed = new Date(ms).toUTCString();
      const [day = '', date = '', month = '', year = '', time = ''] = fixed.split(/,? /);
      const long = DAYS[new Date(ms).getUTCDay()] ?? '';
      for (const text of [
        fixed,
        `${long}, ${date}-${month}-${year.slice(2)} ${time} GMT`,
        `${day} ${month} ${date.replace(/^0/, ' ')} ${time} ${year}`,
      ])
        expect(parseHttpDate(text, NOW_MS), text).toBe(ms);
    }),
  );
});

test('nothing else is a date', () => {
  for (const text of [
    '',
    '2099',
    '99999',
    '2026-11-25',
    '2026-11-25T00:00:00Z',
    'Wed, 25 Nov 2026',
    'Wed, 25 Nov 2026 00:00:00',
    'Wed, 25 Nov 2026 00:00:00 UTC',
    'wed, 25 nov 2026 00:00:00 gmt',
    'Wed, 25 Nov 2026 24:00:00 GMT',
    'Tue, 31 Feb 2026 00:00:00 GMT',
    ' Wed, 25 Nov 2026 00:00:00 GMT',
  ])
    expect(parseHttpDate(text, NOW_MS), text).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseHttpDate(text, NOW_MS)).toBeUndefined();
    }),
  );
});
