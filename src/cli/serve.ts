/** `gopherwire serve`: the daemon. */
import type { Command } from 'commander';
import { gopherUri } from '../gopher/uri.ts';
import type { CollectionListener, Findings } from '../library/collection.ts';
import type { LogSink } from '../server/access-log.ts';
import type { Signer } from '../site/settings.ts';
import { actingAs, become, findAccount, isRoot } from './account.ts';
import { tellUnreadable } from './certificates.ts';
import { Failure } from './failure.ts';
import { heldLines, passedOverLine, summaryLine } from './findings.ts';
import { withHelpTexts } from './help-texts.ts';
import { listenersOf, type ListenerPlan } from './listeners.ts';
import { LastingOutput, Progress, tell } from './output.ts';
import { withServeOptions, type ServeOptions } from './serve-options.ts';
import { ServedArticles } from './served-articles.ts';
import { Service, type Served } from './service.ts';
import { resolveSettings } from './settings.ts';
import { openSigner } from './signing.ts';
import { holdHangups, stopOnSignal } from './signals.ts';
import { notifierFor, passedSockets, type Notifier } from './systemd.ts';

/** So many findings are shown at once. */
const MAX_SHOWN = 10;

/** What of the collection at `dir` is wrong, in words; `check` shows all. */
function tellFindings(dir: string, { heldDocuments, passedOver, count }: Findings): void {
  const findings = [
    ...heldDocuments.map((document) => heldLines(document).join('\n')),
    ...passedOver.map((other) => `passed over: ${passedOverLine(other)}`),
  ].slice(0, MAX_SHOWN);
  for (const finding of findings) tell(finding);
  if (count > findings.length) tell(`... and ${count - findings.length} more: gopherwire check ${dir}`);
}

/** Where `served` is to be found, in words for a URI. */
const uriOf = ({ plan, port }: Served, { host }: ServeOptions): string => {
  const uri = gopherUri({ name: plan.name ?? host, port }, '1', '/');
  return plan.tlsOnly ? uri.replace('gopher://', 'gophers://') : uri;
};

/** What is served there, for the operator. */
const wordsFor = (served: Served, options: ServeOptions): string =>
  `${uriOf(served, options)} as ${served.plan.view.name}`;

/** Says what may surprise an operator of `plans`. */
function tellReach(plans: readonly ListenerPlan[], { host }: ServeOptions): void {
  const isLocal = plans.every((plan) => plan.isLocal);
  if (host === 'localhost' && plans.some((plan) => !plan.isLocal && plan.name === undefined))
    tell('Menus lead to localhost, which others cannot follow: give the name of this server with --host.');
  if (host !== 'localhost' && isLocal)
    tell('Only this machine can connect: give the address to listen on with --listen, such as 0.0.0.0 or ::');
}

/** Root serves nobody but this machine unless it is told to: a fault in the daemon would be a fault of root's. */
function refuseRoot(plans: readonly ListenerPlan[], user: string | undefined): void {
  if (!isRoot() || user !== undefined || plans.every((plan) => plan.isLocal)) return;
  throw new Failure(
    'as root it serves this machine only',
    'say with --user as whom to go on once the ports are open: --user nobody, or --user root if it has to be',
    2,
  );
}

/** Opens the ports and, where an account is named, gives up root. */
async function openService(
  dir: string,
  options: ServeOptions,
  plans: readonly ListenerPlan[],
  output: LogSink,
  notifier: Notifier,
): Promise<[Service, ServedArticles]> {
  refuseRoot(plans, options.user);
  const account = options.user === undefined ? undefined : await findAccount(options.user);
  if (account !== undefined && !isRoot())
    throw new Failure('--user needs root to start with', 'leave it out, or start as root', 2);
  const progress = new Progress('Reading documents:');
  let [service, articles]: [Service?, ServedArticles?] = [];
  let isWhole = false;
  const listener: CollectionListener = {
    onChange() {
      service?.showChange();
      const readSoFar = articles?.library.readSoFar;
      if (readSoFar === undefined) progress.done();
      else progress.update(readSoFar);
    },
    onFindings(findings) {
      // what is found before it serves is told when it does
      if (service === undefined) return;
      const summary = summaryLine(findings);
      tell(`${isWhole ? 'Articles changed.' : 'All articles are read.'} ${summary}`);
      void notifier.notify(`STATUS=${summary}`);
      isWhole = true;
      tellFindings(dir, findings);
    },
    onProblem: tell,
  };
  const read = async (): Promise<ServedArticles> => {
    const opened = await ServedArticles.open(dir, options.state, listener);
    // documents are not parsed with the rights of root
    if (account !== undefined) await opened.rest();
    return opened;
  };
  articles = account === undefined ? await read() : await actingAs(account, read);
  isWhole = articles.library.readSoFar === undefined;
  const signing = (): Promise<Signer | undefined> => openSigner(options.state);
  service = new Service(articles, options, output);
  try {
    service.signWith(await (account === undefined ? signing() : actingAs(account, signing)));
    await service.change(options, plans);
    if (account !== undefined) {
      await tellUnreadable(service.certificates, account);
      become(account);
    }
  } catch (error) {
    // reading the articles for the first time would keep the program running
    await articles.stop();
    throw error;
  }
  return [service, articles];
}

/** What cannot be changed while the daemon runs. */
interface Fixed {
  readonly dir: string;
  readonly user: string | undefined;
}

/** What of `fixed` the settings give otherwise now, in words. */
function restartNote(fixed: Fixed, wanted: Fixed): string {
  const changed = [
    ...(fixed.dir === wanted.dir ? [] : ['folder']),
    ...(fixed.user === wanted.user ? [] : ['user']),
  ];
  const need = changed.length === 1 ? 'needs' : 'need';
  return changed.length === 0 ? '' : ` Another ${changed.join(' and another ')} ${need} a new start.`;
}

const wordsOfFailure = (error: unknown): string =>
  error instanceof Failure ? `${error.message}\n  fix: ${error.fix}` : `gopherwire failed: ${String(error)}`;

/** Reads the settings again, and keeps those in force where they cannot be used; then looks where the articles are. */
async function reload(
  given: string | undefined,
  fixed: Fixed,
  command: Command,
  [service, articles]: readonly [Service, ServedArticles],
): Promise<void> {
  let state: string | undefined;
  try {
    const { values, path } = await resolveSettings<ServeOptions>(command);
    const plans = listenersOf(values.listen ?? [], values.port, passedSockets(process.env, process.pid));
    refuseRoot(plans, fixed.user);
    await service.change(values, plans);
    ({ state } = values);
    service.signWith(await openSigner(state, service.signer));
    const note = restartNote(fixed, { dir: given ?? values.dir, user: values.user });
    tell(`Reloaded${path === undefined ? '' : ` ${path}`}.${note}`);
  } catch (error) {
    tell(`Not reloaded, all stays as it was: ${wordsOfFailure(error)}`);
    return;
  }
  try {
    await articles.renew(state);
  } catch (error) {
    tell(`The articles are served as before: ${wordsOfFailure(error)}`);
  }
}

async function serve(given: string | undefined, _options: unknown, command: Command): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  stopOnSignal(async () => stop?.());
  const onHangup = holdHangups();
  const { values: options } = await resolveSettings<ServeOptions>(command);
  const dir = given ?? options.dir;
  const output = new LastingOutput();
  const notifier = notifierFor(process.env, tell);
  const plans = listenersOf(options.listen ?? [], options.port, passedSockets(process.env, process.pid));
  const [service, articles] = await openService(dir, options, plans, output, notifier);
  // whoever reads the log may go away, and its disk be full: the readers of the articles stay
  process.stdout.removeAllListeners('error').on('error', () => undefined);
  let isStopping = false;
  const goesOn = (): boolean => !isStopping;
  const stopServing = async (): Promise<void> => {
    isStopping = true;
    await Promise.all([notifier.notify('STOPPING=1'), service.stop()]);
    await articles.stop();
  };
  stop = stopServing;

  const [first, ...others] = service.served;
  const uri = first === undefined ? '' : uriOf(first, options);
  output.write(`Serving ${dir} at ${uri}\n`);
  if (first !== undefined && options.listen !== undefined) tell(`Shown as ${first.plan.view.name}`);
  // sockets of systemd may have one port at several addresses
  const told = new Set([first].map((one) => one && wordsFor(one, options)));
  for (const words of others.map((other) => wordsFor(other, options)))
    if (!told.has(words)) {
      told.add(words);
      tell(`Also at ${words}`);
    }
  const { findings } = articles;
  const isWhole = articles.library.readSoFar === undefined;
  if (isWhole) {
    tell(summaryLine(findings));
    tellFindings(dir, findings);
  } else tell('The articles are read for the first time, and appear as they are.');
  tellReach(plans, options);
  const near = plans.every((plan) => plan.isLocal) ? uri.replace(`//${options.host}:`, '//localhost:') : uri;
  tell(`Try: curl ${near}\nStop with Ctrl-C.`);
  await notifier.notify('READY=1', `STATUS=${summaryLine(findings)}`);
  articles.start();
  notifier.watchdog();
  onHangup(async () => {
    if (!goesOn()) return;
    await notifier.notify('RELOADING=1');
    await reload(given, { dir, user: options.user }, command, [service, articles]);
    if (!goesOn()) return;
    if (service.isListening) await notifier.notify('READY=1');
    else {
      tell('No port is open any more: it ends.');
      process.exitCode = 1;
      await stopServing();
    }
  });
}

/** Adds the command to `program`. */
export function addServe(program: Command): void {
  const command = withServeOptions(
    program
      .command('serve')
      .description('serve a folder of articles over gopher, and over HTTP to web browsers')
      .argument('[dir]', 'the folder of articles (default: articles)'),
  ).action(serve);
  withHelpTexts(command, {
    examples: [
      ['gopherwire serve', 'articles/ at gopher://localhost:7070/'],
      ['gopherwire serve wire --host gopher.example.org --port 70 --listen ::'],
      [
        'gopherwire serve --listen localhost:7070 --listen localhost:7071=cp437-40',
        'port 7071 is for 40 columns of code page 437',
      ],
      ['gopherwire serve --tls-certificate cert.pem --tls-key key.pem', 'TLS on the gopher port too'],
      ['gopherwire serve --port 0 --log none', 'any free port, no access log'],
    ],
    notes: [
      'Each option can be given by the environment (GOPHERWIRE_PORT=70) and in a file (port = 70) too: flags go before environment, environment before file. "gopherwire config" shows what is in force.',
      'New, changed and removed files show within two seconds. SIGHUP reads the file and the certificates again, and serves the folder to which DIR leads by then, if it is a link. SIGTERM and Ctrl-C finish the replies under way; a second signal ends at once.',
    ],
    exitCodes: [
      [0, 'stopped by a signal'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}
