/** The dates of HTTP. [RFC9110-5.6.7] */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = String.raw`(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d):(?<second>[0-5]\d)`;
const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  String.raw`${DAY}, (?<day>\d\d) ${MONTH} (?<year>\d{4}) ${TIME} GMT`,
  // Sunday, 06-Nov-94 08:49:37 GMT
  String.raw`${LONG_DAY}, (?<day>\d\d)-${MONTH}-(?<year>\d\d) ${TIME} GMT`,
  // Sun Nov  6 08:49:37 1994
  String.raw`${DAY} ${MONTH} (?<day>[ \d]\d) ${TIME} (?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`));

/** How far a year of two digits may be ahead, before it is one of the past. */
const YEARS_AHEAD = 50;

/** The full year that ends in the two digits of `year`. */
function yearOf(year: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const inCentury = thisYear - (thisYear % 100) + year;
  return inCentury > thisYear + YEARS_AHEAD ? inCentury - 100 : inCentury;
}

/** `text` in milliseconds since 1970, in any of the three forms; `undefined` where it is no date of HTTP. */
export function parseHttpDate(text: string, nowMs: number): number | undefined {
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const { year = '', month = '', day, hour, minute, second } = parts;
    const fullYear = year.length === 2 ? yearOf(Number(year), nowMs) : Number(year);
    const date = new Date(0);
    date.setUTCFullYear(fullYear, MONTHS.indexOf(month), Number(day));
    date.setUTCHours(Number(hour), Number(minute), Number(second));
    return date.getUTCDate() === Number(day) ? date.getTime() : undefined;
  }
  return undefined;
}
