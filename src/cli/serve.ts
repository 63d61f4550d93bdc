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
import { Site } from '../site/site.ts';
import { openArticles, scanArticles } from './articles.ts';
import { heldLines, passedOverLine, summaryLine } from './findings.ts';
import { listenFailure } from './listen-failure.ts';
import { wholeNumber } from './numbers.ts';
import { print, tell } from './output.ts';
import { siteSettings, withSiteOptions, type SiteOptions } from './site-options.ts';
import { stopOnSignal } from './signals.ts';

interface ServeOptions extends SiteOptions {
  readonly listen?: readonly string[];
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

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

async function serve(dir: string, options: ServeOptions): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  stopOnSignal(async () => stop?.());
  const folder = await openArticles(dir);
  const scan = await scanArticles(folder);
  const addresses = options.listen ?? ['localhost'];
  const siteOf = (found: Scan, port: number): Site =>
    new Site(folder.libraryOf(found.catalogue), siteSettings(options, port));

  const log = new AccessLog(options.log, process.stdout, LIMITS.logBytes);
  const responder = new Responder(siteOf(scan, options.port), LIMITS.cacheBytes, (error) => {
    tell(`a reply failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
  const server = new GopherServer(responder, {
    limits: limitsOf(options),
    log,
    logAddresses: options.logAddresses === true,
  });
  const port = await server.listen(addresses, options.port).catch((error: unknown) => {
    throw listenFailure(error, options.port, addresses);
  });
  responder.replace(siteOf(scan, port));
  const watch = watchArticles(folder, dir, scan, (found) => {
    responder.replace(siteOf(found, port));
  });
  // whoever reads the log may go away: the readers of the articles stay
  process.stdout.removeAllListeners('error').on('error', () => undefined);
  stop = async () => {
    watch.stop();
    await server.stop();
  };

  const uri = gopherUri({ name: options.host, port }, '1', '/');
  await print(`Serving ${dir} at ${uri}\n`);
  tell(summaryLine(scan.report));
  tellFindings(dir, scan.report);
  const isLocal = addresses.every((address) => LOOPBACK.has(address));
  if (options.host === 'localhost' && !isLocal)
    tell('Menus lead to localhost, which others cannot follow: give the name of this server with --host.');
  if (options.host !== 'localhost' && isLocal)
    tell('Only this machine can connect: give the address to listen on with --listen, such as 0.0.0.0 or ::');
  const near = isLocal ? gopherUri({ name: 'localhost', port }, '1', '/') : uri;
  tell(`Try: curl ${near}\nStop with Ctrl-C.`);
}

/** Adds the command to `program`. */
export function addServe(program: Command): void {
  withSiteOptions(
    program
      .command('serve')
      .description('serve a folder of articles over gopher')
      .argument('[dir]', 'the folder of articles', 'articles'),
    'the port; 0 finds a free one',
  )
    .option(
      '--listen <address>',
      'listen on this address; may be given again (default: localhost, IPv4 and IPv6)',
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
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
    .addHelpText(
      'after',
      `
Examples:
  gopherwire serve                        articles/ at gopher://localhost:7070/
  gopherwire serve wire --host gopher.example.org --port 70 --listen 0.0.0.0
  gopherwire serve --port 0 --log none    any free port, no access log

New, changed and removed files show within two seconds. SIGTERM and Ctrl-C finish
the replies under way; a second signal ends at once.
Exit codes: 0 stopped by a signal, 1 failure, 2 usage.`,
    )
    .action(serve);
}
