/** `gopherwire serve`: the daemon. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { gopherUri } from '../gopher/uri.ts';
import type { ArticlesFolder, Scan } from '../library/articles-folder.ts';
import { heldOf, type Report } from '../library/report.ts';
import { FolderWatch } from '../library/watch.ts';
import { AccessLog, type LogFormat } from '../server/access-log.ts';
import { GopherServer } from '../server/gopher-server.ts';
import { LIMITS, type Limits } from '../server/limits.ts';
import { Responder } from '../server/responder.ts';
import { Stats } from '../server/stats.ts';
import { statusReport } from '../server/status-report.ts';
import { Site } from '../site/site.ts';
import type { StatusReport } from '../site/status.ts';
import type { View } from '../site/view.ts';
import { openArticles, scanArticles } from './articles.ts';
import { heldLines, passedOverLine, summaryLine } from './findings.ts';
import { withHelpTexts } from './help-texts.ts';
import { listenFailure } from './listen-failure.ts';
import { listenersOf, parseListen, type ListenOption } from './listeners.ts';
import { wholeNumber } from './numbers.ts';
import { print, tell } from './output.ts';
import { siteSettings, withSiteOptions, type SiteOptions } from './site-options.ts';
import { stopOnSignal } from './signals.ts';

interface ServeOptions extends SiteOptions {
  readonly listen?: readonly ListenOption[];
  readonly log: LogFormat;
  readonly logAddresses?: boolean;
  readonly requestTimeout: number;
  readonly maxConnections: number;
  readonly maxPerAddress: number;
}

const limitsOf = ({ requestTimeout, maxConnections, maxPerAddress }: ServeOptions): Limits => ({
  ...LIMITS,
  requestMs: requestTimeout * 1000,
  connections: maxConnections,
  connectionsPerAddress: maxPerAddress,
});

/** So many findings are shown at once. */
const MAX_SHOWN = 10;

/** What is wrong, a finding each. */
function findingsOf(report: Report): string[] {
  return [
    ...heldOf(report).map((document) => heldLines(document).join('\n')),
    ...report.passedOver.map((other) => `passed over: ${passedOverLine(other)}`),
  ];
}

/** The findings of `report` but for those of `before`; `check` shows all. */
function tellFindings(dir: string, report: Report, before?: Report): void {
  const known = new Set(before === undefined ? [] : findingsOf(before));
  const findings = findingsOf(report).filter((finding) => !known.has(finding));
  for (const finding of findings.slice(0, MAX_SHOWN)) tell(finding);
  if (findings.length > MAX_SHOWN)
    tell(`... and ${findings.length - MAX_SHOWN} more: gopherwire check ${dir}`);
}

/** Keeps what is served up to date with the folder. */
function watchArticles(
  folder: ArticlesFolder,
  dir: string,
  first: Scan,
  use: (scan: Scan) => void,
): FolderWatch {
  let { report } = first;
  const watch = new FolderWatch(folder, {
    onScan(scan) {
      use(scan);
      tell(`Articles changed. ${summaryLine(scan.report)}`);
      tellFindings(dir, scan.report, report);
      ({ report } = scan);
    },
    onProblem: tell,
  });
  watch.start(first);
  return watch;
}

function tellFailure(error: unknown): void {
  tell(`a reply failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

async function serve(dir: string, options: ServeOptions): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  stopOnSignal(async () => stop?.());
  const folder = await openArticles(dir);
  const scan = await scanArticles(folder);
  const listeners = listenersOf(options.listen ?? [], options.port);
  const log = new AccessLog(options.log, process.stdout, LIMITS.logBytes);
  const stats = new Stats();
  const server = new GopherServer({
    limits: limitsOf(options),
    log,
    stats,
    logAddresses: options.logAddresses === true,
  });
  const served: { port: number; view: View; responder: Responder }[] = [];
  const report = (): StatusReport =>
    statusReport({ stats, server, responders: served.map(({ responder }) => responder) });
  const siteOf = (found: Scan, port: number, view: View): Site =>
    new Site(folder.libraryOf(found.catalogue), siteSettings(options, port, view), report);
  for (const { addresses, port: wanted, view } of listeners) {
    const cacheBytes = LIMITS.cacheBytes / listeners.length;
    const responder = new Responder(siteOf(scan, wanted, view), cacheBytes, tellFailure);
    const port = await server.listen(addresses, wanted, responder).catch(async (error: unknown) => {
      // those that listen already would keep the program running
      await server.stop();
      throw listenFailure(error, wanted, addresses);
    });
    responder.replace(siteOf(scan, port, view));
    served.push({ port, view, responder });
  }
  const watch = watchArticles(folder, dir, scan, (found) => {
    for (const { port, view, responder } of served) responder.replace(siteOf(found, port, view));
  });
  // whoever reads the log may go away: the readers of the articles stay
  process.stdout.removeAllListeners('error').on('error', () => undefined);
  stop = async () => {
    watch.stop();
    await server.stop();
  };

  const [uri = '', ...others] = served.map(({ port }) => gopherUri({ name: options.host, port }, '1', '/'));
  await print(`Serving ${dir} at ${uri}\n`);
  for (const [index, other] of others.entries())
    tell(`Also at ${other} as ${served[index + 1]?.view.name ?? ''}`);
  tell(summaryLine(scan.report));
  tellFindings(dir, scan.report);
  const isLocal = listeners.every(({ addresses }) => addresses.every((address) => LOOPBACK.has(address)));
  if (options.host === 'localhost' && !isLocal)
    tell('Menus lead to localhost, which others cannot follow: give the name of this server with --host.');
  if (options.host !== 'localhost' && isLocal)
    tell('Only this machine can connect: give the address to listen on with --listen, such as 0.0.0.0 or ::');
  const near = isLocal ? uri.replace(`//${options.host}:`, '//localhost:') : uri;
  tell(`Try: curl ${near}\nStop with Ctrl-C.`);
}

/** Adds the command to `program`. */
export function addServe(program: Command): void {
  const command = withSiteOptions(
    program
      .command('serve')
      .description('serve a folder of articles over gopher')
      .argument('[dir]', 'the folder of articles', 'articles'),
    'the port; 0 finds a free one',
  )
    .option(
      '--listen <address[:port][=view]>',
      'listen here, and show this view; may be given again (default: localhost, IPv4 and IPv6)',
      (value: string, before: readonly ListenOption[] | undefined) => [...(before ?? []), parseListen(value)],
    )
    .addOption(
      new Option('--log <format>', 'the access log on standard output')
        .choices(['common', 'json', 'none'])
        .default('common'),
    )
    .option('--log-addresses', 'name the addresses of clients in the log')
    .option(
      '--request-timeout <seconds>',
      'how long a client may take to send its request',
      wholeNumber(1, 3600),
      LIMITS.requestMs / 1000,
    )
    .option(
      '--max-connections <number>',
      'connections at once; more get a busy reply',
      wholeNumber(1, 1_000_000),
      LIMITS.connections,
    )
    .option(
      '--max-per-address <number>',
      'connections at once from one address (IPv6: one /64); loopback is not counted',
      wholeNumber(1, 1_000_000),
      LIMITS.connectionsPerAddress,
    )
    .action(serve);
  withHelpTexts(command, {
    examples: [
      ['gopherwire serve', 'articles/ at gopher://localhost:7070/'],
      ['gopherwire serve wire --host gopher.example.org --port 70 --listen 0.0.0.0'],
      [
        'gopherwire serve --listen 0.0.0.0 --listen 0.0.0.0:7071=cp437-40',
        'port 7071 is for 40 columns of code page 437',
      ],
      ['gopherwire serve --port 0 --log none', 'any free port, no access log'],
    ],
    notes: [
      'New, changed and removed files show within two seconds. SIGTERM and Ctrl-C finish the replies under way; a second signal ends at once.',
    ],
    exitCodes: [
      [0, 'stopped by a signal'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
