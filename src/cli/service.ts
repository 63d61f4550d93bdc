/** The running daemon: what it listens on, what it answers, and how both change while requests under way go on. */
import { AccessLog, type LogSink } from '../server/access-log.ts';
import type { Listener } from '../server/connection.ts';
import { LOOPBACK } from '../server/address.ts';
import { GopherServer, type ServerRules } from '../server/gopher-server.ts';
import { LIMITS } from '../server/limits.ts';
import { ListenError, type Wanted } from '../server/listen.ts';
import { startMetrics } from '../server/metrics.ts';
import { Responder, type Metrics } from '../server/responder.ts';
import { Stats } from '../server/stats.ts';
import { statusReport } from '../server/status-report.ts';
import type { Certificate } from '../server/tls.ts';
import type { Signer } from '../site/settings.ts';
import { Site } from '../site/site.ts';
import { contextOf, openCertificates } from './certificates.ts';
import { listenFailure } from './listen-failure.ts';
import type { ListenerPlan } from './listeners.ts';
import { tell } from './output.ts';
import { addressSet, limitsOf, tlsFilesOf, type ServeOptions } from './serve-options.ts';
import type { ServedArticles } from './served-articles.ts';
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

function rulesOf(options: ServeOptions): ServerRules {
  const [exempt, proxies] = [addressSet(options.exempt), addressSet(options.trustedProxy)];
  const isLoopbackAlike = proxies.isEmpty && LOOPBACK.every((range) => exempt.covers(range));
  return {
    limits: limitsOf(options),
    exempt,
    proxies,
    asksLoopback: !isLoopbackAlike || !addressSet(options.metrics).isEmpty,
  };
}

const placesOf = (plan: ListenerPlan): string => JSON.stringify(plan.places);

/** Those of `open` that go on as one of `plans`: the same in all, or else at the same places. */
function matched(plans: readonly ListenerPlan[], open: readonly Open[]): ReadonlyMap<ListenerPlan, Open> {
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
  return kept;
}

/** Serves one folder until it is stopped. */
export class Service {
  readonly #collection: ServedArticles;
  readonly #log: AccessLog;
  readonly #server: GopherServer;
  readonly #stats = new Stats();
  #options: ServeOptions;
  #open: readonly Open[] = [];
  #certificates: readonly Certificate[] = [];
  #metrics: (() => string) | undefined;
  #signer: Signer | undefined;

  constructor(collection: ServedArticles, options: ServeOptions, output: LogSink) {
    this.#collection = collection;
    this.#options = options;
    this.#log = new AccessLog(options.log, options.logAddresses, output, LIMITS.logBytes);
    this.#server = new GopherServer({ ...rulesOf(options), log: this.#log, stats: this.#stats });
  }

  /** What is open, in the order in which it was given. */
  get served(): readonly Served[] {
    return this.#open;
  }

  /** Those in force. */
  get certificates(): readonly Certificate[] {
    return this.#certificates;
  }

  /** Whether anybody can connect. */
  get isListening(): boolean {
    return this.#server.isListening;
  }

  /** What signs. */
  get signer(): Signer | undefined {
    return this.#signer;
  }

  /** From now on `signer` signs, which is told where it has another key. */
  signWith(signer: Signer | undefined): void {
    if (signer !== undefined && signer.keyLine !== this.#signer?.keyLine)
      tell(`The manifest for mirrors is signed with the key ${signer.keyLine}`);
    this.#signer = signer;
    this.showChange();
  }

  /**
   * From now on `options` hold, at `plans`: an address that is the same stays open, and requests under way go on.
   * Throws a {@link Failure}, and then what was before is still in force.
   */
  async change(options: ServeOptions, plans: readonly ListenerPlan[]): Promise<void> {
    const certificates = await openCertificates(plans, tlsFilesOf(options), this.#certificates);
    const kept = matched(plans, this.#open);
    const listeners = plans.map((plan) => ({
      plan,
      listener:
        kept.get(plan)?.listener ?? this.#listenerFor(plan, options, certificates.get(plan), plans.length),
    }));
    const ports = await this.#listen(
      listeners.map(({ plan, listener }) => ({ places: plan.places, answerer: listener })),
    );
    this.#open = listeners.map(({ plan, listener }, index) => {
      listener.tlsOnly = plan.tlsOnly;
      listener.tls = contextOf(certificates.get(plan));
      return { plan, port: ports[index] ?? 0, listener, hasTls: listener.tls !== undefined };
    });
    this.#options = options;
    this.#server.change(rulesOf(options));
    this.#log.change(options.log, options.logAddresses);
    this.#watchCertificates([...new Set(certificates.values())].filter((one) => one !== undefined));
    this.#showMetrics();
    this.showChange();
  }

  /** From now on the collection is served as it is now. */
  showChange(): void {
    const secure = this.#open.find(({ plan }) => plan.tlsOnly) ?? this.#open.find(({ hasTls }) => hasTls);
    const tlsPort = secure && shownPort(secure);
    const { library, mirrorOf } = this.#collection;
    for (const served of this.#open) {
      const { plan, listener } = served;
      const where = { name: plan.name, port: shownPort(served), tlsPort, mirrorOf, signer: this.#signer };
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

  /** A listener for `plan`, one of `count`, that is whole but for a port that is not known before it is open. */
  #listenerFor(
    plan: ListenerPlan,
    options: ServeOptions,
    certificate: Certificate | undefined,
    count: number,
  ): Open['listener'] {
    const { library } = this.#collection;
    const port = plan.shownPort ?? plan.places.flatMap((place) => ('port' in place ? place.port : []))[0];
    const site = new Site(library, siteSettings(options, { name: plan.name, port }, plan.view));
    const responder = new Responder(site, LIMITS.cacheBytes / count, tellFailure);
    return { responder, tls: contextOf(certificate), tlsOnly: plan.tlsOnly };
  }

  async #listen(wanted: readonly Wanted<Listener>[]): Promise<readonly number[]> {
    try {
      return await this.#server.listen(wanted);
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      for (const place of error.lost)
        tell(`Nobody can connect to ${place} any more: another program has it.`);
      throw listenFailure(error);
    }
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
        articles: this.#collection.library.catalogue.size,
        held: this.#collection.findings.held,
      }));
    const metrics: Metrics | undefined =
      readers.isEmpty || this.#metrics === undefined ? undefined : { text: this.#metrics, readers };
    for (const { listener } of this.#open) listener.responder.showMetrics(metrics);
  }
}
