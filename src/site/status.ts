/** `/status`: since when the daemon runs, what it was asked for and what it holds; nothing of who asked. */
import type { Page, PageWriter } from '../gopher/page-writer.ts';
import { sizeText } from './document.ts';
import { STATUS_LABEL } from './front-page.ts';
import type { Catalogue, Entry } from './library.ts';
import { addRoute, countOf, FRONT_LABEL, numberText } from './listing.ts';
import { STATUSES, type Status } from './reply.ts';

/** The requests of one day, which begins at `startMs`, midnight in UTC. */
export interface DayCount {
  readonly startMs: number;
  readonly requests: number;
}

/** Replies kept ready, and how many requests found theirs among them or did not, since the start. */
export interface CacheFigures {
  readonly replies: number;
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
}

/** Connections open now, and those accepted and turned away since the start. */
export interface ConnectionFigures {
  readonly now: number;
  readonly accepted: number;
  readonly refused: number;
}

/** What a running daemon tells of itself. Times are in milliseconds since 1970. */
export interface StatusReport {
  readonly startedMs: number;
  readonly nowMs: number;
  /** Requests by how they ended. */
  readonly replies: Readonly<Record<Status, number>>;
  readonly sentBytes: number;
  /** Oldest first, without gaps. */
  readonly days: readonly DayCount[];
  /** How often each article was asked for, by its path; also paths at which nothing is served any more. */
  readonly reads: ReadonlyMap<string, number>;
  readonly connections: ConnectionFigures;
  readonly cache: CacheFigures;
  readonly residentBytes: number;
}

const MOST_READ = 10;
const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];

/** Short, so that number and words fit 40 columns. */
const WORDS: Readonly<Record<Status, string>> = {
  ok: 'answered',
  'not-found': 'nothing served there',
  gone: 'withdrawn',
  'bad-request': 'not understood',
  unavailable: 'could not be answered',
  busy: 'too busy',
};

/** "3 days, 4 hours", "4 hours, 5 minutes", "5 minutes"; a clock that was set back gives the least. */
export function durationText(ms: number): string {
  const parts = [
    [Math.floor(ms / DAY_MS), 'day'],
    [Math.floor((ms % DAY_MS) / HOUR_MS), 'hour'],
    [Math.floor((ms % HOUR_MS) / MINUTE_MS), 'minute'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return 'less than a minute';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, noun]) => countOf(count, noun))
    .join(', ');
}

/** `2026-11-23 14:05 UTC` */
const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `23 Nov` */
const dayText = (ms: number): string => new Date(ms).toUTCString().slice(5, 11);

/** A line a day: its name, a bar, its number at the right edge of `columns`. The longest bar is that of the busiest day. */
export function chartLines(days: readonly DayCount[], columns: number): string[] {
  const most = Math.max(1, ...days.map(({ requests }) => requests));
  const numberColumns = numberText(most).length;
  const room = Math.max(1, columns - '23 Nov  '.length - numberColumns);
  return days.map(({ startMs, requests }) => {
    // a day on which somebody came is never without a mark
    const length = requests === 0 ? 0 : Math.max(1, Math.round((requests / most) * room));
    return `${dayText(startMs)} ${'#'.repeat(length).padEnd(room)} ${numberText(requests).padStart(numberColumns)}`;
  });
}

function replyLines(replies: Readonly<Record<Status, number>>): string[] {
  const rows = STATUSES.filter((status) => replies[status] > 0).map(
    (status) => [numberText(replies[status]), WORDS[status]] as const,
  );
  const numberColumns = Math.max(...rows.map(([number]) => number.length));
  return rows.map(([number, words]) => `${number.padStart(numberColumns)} ${words}`);
}

/** The most read of the articles that are still served, most first; those read alike by path. */
function mostRead(reads: ReadonlyMap<string, number>, catalogue: Catalogue): (readonly [Entry, number])[] {
  return Array.from(reads)
    .flatMap(([path, count]) => {
      const entry = catalogue.entry(path);
      return entry === undefined ? [] : [[entry, count] as const];
    })
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_READ);
}

function cacheLine({ replies, bytes, hits, misses }: CacheFigures): string {
  const asked = hits + misses;
  const rate = asked === 0 ? '' : `, hit rate ${Math.round((hits / asked) * 100)}%`;
  return `Cache: ${replies === 1 ? '1 reply' : `${numberText(replies)} replies`}, ${sizeText(bytes)}${rate}.`;
}

/** What the daemon tells of itself; without a `report` the page says that no daemon runs. */
export const statusPage = (report: StatusReport | undefined, catalogue: Catalogue): Page => ({
  title: STATUS_LABEL,
  write(writer) {
    const served = `${countOf(catalogue.size, 'article')} of ${countOf(catalogue.feeds.length, 'feed')} are served.`;
    writer.title(STATUS_LABEL).blank();
    if (report === undefined) writer.text('There is no daemon running to tell of.').text(served).blank();
    else writeReport(writer, report, served, catalogue);
    addRoute(writer.wayOn(), { kind: 'front' }, FRONT_LABEL);
  },
});

function writeReport(writer: PageWriter, report: StatusReport, served: string, catalogue: Catalogue): void {
  const { startedMs, nowMs, replies, sentBytes, connections } = report;
  const requests = Object.values(replies).reduce((sum, count) => sum + count, 0);
  writer
    .text(`Up ${durationText(nowMs - startedMs)}, since ${timeText(startedMs)}.`)
    .text(served)
    .text(`${countOf(requests, 'request')}, ${sizeText(sentBytes)} sent.`)
    .blank();

  writer.heading('Requests a day (UTC)');
  writer.drawing((columns) => chartLines(report.days, columns)).blank();

  const articles = mostRead(report.reads, catalogue);
  if (articles.length > 0) {
    writer.heading('Most read articles');
    for (const [{ path, title }, count] of articles)
      addRoute(writer, { kind: 'article', path }, `${title} (${countOf(count, 'time')})`);
    writer.blank();
  }
  if (requests > 0) {
    writer.heading('How requests ended');
    writer.drawing(() => replyLines(replies)).blank();
  }
  writer.heading('The program');
  const { now, accepted, refused } = connections;
  writer
    .text(
      `Connections: ${numberText(now)} now, ${numberText(accepted)} so far, ${numberText(refused)} turned away.`,
    )
    .text(cacheLine(report.cache))
    .text(`Memory: ${sizeText(report.residentBytes)}.`)
    .blank();
}
