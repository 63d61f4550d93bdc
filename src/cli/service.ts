/** The running daemon: what it listens on, what it answers, and how both change while requests under way go on. */
import type { ArticlesFolder, Scan } from '../library/articles-folder.ts';
import { heldOf } from '../library/report.ts';
import { AccessLog, type LogSink } from '../server/access-log.ts';
import type { Listener } from '../server/connection.ts';
import { GopherServer, type ServerRules } from '../server/gopher-server.ts';
import { LIMITS } from '../server/limits.ts';
import { startMetrics } from '../server/metrics.ts';
import { Responder, type Metrics } from '../server/responder.ts';
import { Stats } from '../server/stats.ts';
import { statusReport } from '../server/status-report.ts';
import { Certificate, type TlsFiles } from '../server/tls.ts';
import { Site } from '../site/site.ts';
import { Failure } from './failure.ts';
import { listenFailure } from './listen-failure.ts';
import type { ListenerPlan } from './listeners.ts';
import { tell } from './output.ts';
import { addressSet, limitsOf, tlsFilesOf, type ServeOptions } from './serve-options.ts';
import { siteSettings } from './site-options.ts';
import { version } from './version.ts';

/** One listener that is open. */
export interface Served {
  readonly plan: ListenerPlan;
  readonly port: number;
  /** Whether TLS is spoken there. */
  readonly hasTls: boolean;
}

interface Open extends Served {
  /** What answers there may become another thing without its sockets being touched. */
  readonly listener: { -readonly [Key in keyof Listener]: Listener[Key] };
}

/** The port in menus. */
const shownPort = ({ plan, port }: Served): number => plan.shownPort ?? port;

function tellFailure(error: unknown): void {
  tell(`a reply failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

const rulesOf = (options: ServeOptions): ServerRules => ({
  limits: limitsOf(options),
  exempt: addressSet(options.exempt),
  proxies: addressSet(options.trustedProxy),
});

/** The certificates of `plans`, opened once each. Throws a {@link Failure} that names the files. */
async function openCertificates(
  plans: readonly ListenerPlan[],
  options: ServeOptions,
): Promise<ReadonlyMap<ListenerPlan, Certificate | undefined>> {
  const shared = tlsFilesOf(options);
  const opened = new Map<string, Certificate>();
  const open = async (files: TlsFiles): Promise<Certificate> => {
    const key = JSON.stringify(files);
    const known = opened.get(key) ?? (await Certificate.open(files).catch(tlsFailure(files)));
    opened.set(key, known);
    return known;
  };
  const found = new Map<ListenerPlan, Certificate | undefined>();
  for (const plan of plans) {
    const files = plan.tls ?? shared;
    if (files === undefined && plan.tlsOnly)
      throw new Failure(
        'a listener is to speak TLS, and there is no certificate',
        'give --tls-certificate and --tls-key',
        2,
      );
    found.set(plan, files === undefined ? undefined : await open(files));
  }
  return found;
}

const tlsFailure =
  ({ certificate, key }: TlsFiles) =>
  (cause: unknown): never => {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(
      `TLS cannot be spoken with ${certificate} and ${key}: ${problem}`,
      'both are PEM files that this account can read, the key that of the certificate',
      1,
      { cause },
    );
  };

const contextOf = (certificate: Certificate | undefined): Listener['tls'] =>
  certificate === undefined ? undefined : () => certificate.context;

const placesOf = (plan: ListenerPlan): string => JSON.stringify(plan.places);

/** Those of `open` whose sockets serve for one of `plans`, and those left over. Throws a {@link Failure}. */
function matched(
  plans: readonly ListenerPlan[],
  open: readonly Open[],
): [ReadonlyMap<ListenerPlan, Open>, readonly Open[]] {
  const left = new Set(open);
  const kept = new Map<ListenerPlan, Open>();
  for (const isSame of [
    (one: ListenerPlan, other: ListenerPlan) => one.key === other.key,
    (one: ListenerPlan, other: ListenerPlan) => placesOf(one) === placesOf(other),
  ])
    for (const plan of plans) {
      const found = kept.has(plan) ? undefined : [...left].find((other) => isSame(plan, other.plan));
      if (found === undefined) continue;
      kept.set(plan, found);
      left.delete(found);
    }
  const isTorn = plans.some((plan) => !kept.has(plan) && plan.places.some((place) => 'descriptor' in place));
  if (open.length > 0 && isTorn)
    throw new Failure('sockets of systemd cannot be shared out anew while it runs', 'start it anew', 2);
  return [kept, [...left]];
}

/** Serves one folder until it is stopped. */
export class Service {
  readonly #folder: ArticlesFolder;
  readonly #log: AccessLog;
  readonly #server: GopherServer;
  readonly #stats = new Stats();
  #options: ServeOptions;
  #scan: Scan;
  #open: readonly Open[] = [];
  #certificates: readonly Certificate[] = [];
  #metrics: (() => string) | undefined;

  constructor(folder: ArticlesFolder, scan: Scan, options: ServeOptions, output: LogSink) {
    this.#folder = folder;
    this.#scan = scan;
    this.#options = options;
    this.#log = new AccessLog(options.log, options.logAddresses, output, LIMITS.logBytes);
    this.#server = new GopherServer({ ...rulesOf(options), log: this.#log, stats: this.#stats });
  }

  /** What is open, in the order in which it was given. */
  get served(): readonly Served[] {
    return this.#open;
  }

  /**
   * From now on `options` hold, at `plans`: a listener that is the same stays open, and requests under way go on.
   * Throws a {@link Failure}, and then what was before is still in force.
   */
  async change(options: ServeOptions, plans: readonly ListenerPlan[]): Promise<void> {
    const certificates = await openCertificates(plans, options);
    const [kept, left] = matched(plans, this.#open);
    // a port that is shared out in another way is let go first, and is free for a moment
    const inTheWay = left.filter(({ port }) =>
      plans.some(
        (plan) => !kept.has(plan) && plan.places.some((place) => 'port' in place && place.port === port),
      ),
    );
    for (const { listener } of inTheWay) this.#server.unlisten(listener);
    const opened = new Map<ListenerPlan, Pick<Open, 'port' | 'listener'>>();
    try {
      for (const plan of plans)
        if (!kept.has(plan))
          opened.set(plan, await this.#listen(plan, certificates, LIMITS.cacheBytes / plans.length));
    } catch (error) {
      for (const { listener } of opened.values()) this.#server.unlisten(listener);
      for (const open of inTheWay) await this.#listenAgain(open);
      throw error;
    }
    for (const open of left) this.#server.unlisten(open.listener);
    const open = plans.flatMap((plan): Open[] => {
      const { listener, port } = kept.get(plan) ?? opened.get(plan) ?? {};
      if (listener === undefined || port === undefined) return [];
      listener.tlsOnly = plan.tlsOnly;
      listener.tls = contextOf(certificates.get(plan));
      return [{ plan, port, listener, hasTls: listener.tls !== undefined }];
    });
    this.#options = options;
    this.#open = open;
    this.#server.change(rulesOf(options));
    this.#log.change(options.log, options.logAddresses);
    this.#watchCertificates([...new Set(certificates.values())].filter((one) => one !== undefined));
    this.#showMetrics();
    this.use(this.#scan);
  }

  /** From now on what `scan` found is served. */
  use(scan: Scan): void {
    this.#scan = scan;
    const secure = this.#open.find(({ plan }) => plan.tlsOnly) ?? this.#open.find(({ hasTls }) => hasTls);
    const tlsPort = secure && shownPort(secure);
    const library = this.#folder.libraryOf(scan.catalogue);
    for (const served of this.#open) {
      const { plan, listener } = served;
      const where = { name: plan.name, port: shownPort(served), tlsPort };
      const settings = siteSettings(this.#options, where, plan.view);
      listener.responder.replace(new Site(library, settings, () => statusReport(this.#running)));
    }
  }

  /** Accepts no more, and resolves when the replies under way are sent. */
  async stop(): Promise<void> {
    for (const certificate of this.#certificates) certificate.unwatch();
    await this.#server.stop();
  }

  get #running(): Parameters<typeof statusReport>[0] {
    const responders = this.#open.map(({ listener }) => listener.responder);
    return { stats: this.#stats, server: this.#server, responders };
  }

  async #listen(
    plan: ListenerPlan,
    certificates: ReadonlyMap<ListenerPlan, Certificate | undefined>,
    cacheBytes: number,
  ): Promise<Pick<Open, 'port' | 'listener'>> {
    const library = this.#folder.libraryOf(this.#scan.catalogue);
    const site = new Site(library, siteSettings(this.#options, {}, plan.view));
    const responder = new Responder(site, cacheBytes, tellFailure);
    const listener = { responder, tls: contextOf(certificates.get(plan)), tlsOnly: plan.tlsOnly };
    try {
      return { listener, port: await this.#server.listen(plan.places, listener) };
    } catch (error) {
      throw listenFailure(error, plan.places);
    }
  }

  /** Takes back what was let go for settings that cannot be used. */
  async #listenAgain({ plan, port, listener }: Open): Promise<void> {
    const places = plan.places.map((place) => ('address' in place ? { ...place, port } : place));
    await this.#server.listen(places, listener).catch((error: unknown) => {
      const { message, fix } = listenFailure(error, places);
      tell(`${message}\n  fix: ${fix}`);
    });
  }

  #watchCertificates(certificates: readonly Certificate[]): void {
    for (const certificate of this.#certificates) certificate.unwatch();
    this.#certificates = certificates;
    for (const certificate of certificates) certificate.watch(() => void this.#renew(certificate));
  }

  async #renew(certificate: Certificate): Promise<void> {
    const { files } = certificate;
    try {
      await certificate.reload();
      tell(`The certificate ${files.certificate} was read again.`);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      tell(
        `The certificate ${files.certificate} has changed and cannot be used (${problem}): the one before stays in force.`,
      );
    }
  }

  #showMetrics(): void {
    const readers = addressSet(this.#options.metrics);
    if (!readers.isEmpty)
      this.#metrics ??= startMetrics(this.#running, version(), () => ({
        articles: this.#scan.catalogue.entries.size,
        held: heldOf(this.#scan.report).length,
      }));
    const metrics: Metrics | undefined =
      readers.isEmpty || this.#metrics === undefined ? undefined : { text: this.#metrics, readers };
    for (const { listener } of this.#open) listener.responder.showMetrics(metrics);
  }
}
