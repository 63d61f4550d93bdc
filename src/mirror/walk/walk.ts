/** One walk through the menus of a gopher server that keeps no journal: politely, within bounds, its documents byte for byte. */
import { textOfReply } from '../../gopher/text.ts';
import { dueAmong } from '../../library/ask-again.ts';
import { writeAll, type Place } from '../../library/durable.ts';
import { parentOf } from '../../library/folders.ts';
import { inTheWayOf } from '../../library/in-the-way.ts';
import type { MirrorOrigin } from '../../library/mirror-origin.ts';
import { countOf } from '../../site/listing.ts';
import { timeText } from '../../site/mirror-format.ts';
import type { Upstream } from '../ask.ts';
import { MirrorFailure } from '../failure.ts';
import { filtersText, isWantedFolder, type Filters } from '../filters.ts';
import type { MirrorListener } from '../outcome.ts';
import type { RoundResult } from '../round.ts';
import { askRobots, isGopherwire } from './manners.ts';
import { documentsBelow, type PassedOver } from './menus.ts';
import { pathFor } from './places.ts';
import { WalkRecord } from './record.ts';
import { Requests, uriOf } from './requests.ts';
import { originWrite } from '../state.ts';
import { Shelf, type Document, type Kept } from './shelf.ts';

/** Between two requests, in seconds, unless robots.txt asks for more. */
const PAUSE_SECONDS = 1;
/** Menus may name documents without end: so many are asked for in one walk, and so many bytes of them. */
const MAX_DOCUMENTS = 20_000;
const MAX_BYTES: number = 512 * 1024 * 1024;
/** An article is far shorter; other texts need not come whole to be told from one. */
const MAX_DOCUMENT_BYTES: number = 1024 * 1024;

export interface WalkOptions {
  readonly filters: Filters;
  /** So many bytes of documents are fetched at most. */
  readonly maxBytes: number;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** A document that a menu names. */
interface Named {
  readonly uri: string;
  readonly selector: string;
  /** Its place, without `.txt`. */
  readonly path: string;
}

class Walking {
  readonly #upstream: Upstream;
  readonly #record: WalkRecord;
  readonly #shelf: Shelf;
  readonly #options: WalkOptions;
  readonly #listener: MirrorListener;
  readonly #requests: Requests;
  /** The URIs of the documents that menus name. */
  readonly named = new Set<string>();
  #room: number;
  #documents = 0;
  refused = 0;
  #isSame = true;
  /** Texts that are no articles. */
  texts = 0;
  readonly passedOver: PassedOver = { left: 0, forbidden: 0 };

  constructor(
    upstream: Upstream,
    place: Place,
    record: WalkRecord,
    options: WalkOptions,
    listener: MirrorListener,
  ) {
    this.#upstream = upstream;
    this.#record = record;
    this.#shelf = new Shelf(place, record, options.filters);
    this.#options = options;
    this.#listener = listener;
    this.#requests = new Requests(upstream, record, listener, options.now);
    this.#room = Math.min(options.maxBytes, MAX_BYTES);
  }

  /** Asks for all that is new, and then for a little of what is known; `begin` is called before the first. */
  async all(begin: () => Promise<unknown>): Promise<void> {
    const robots = await askRobots(this.#upstream);
    this.#upstream.slowDown(Math.max(PAUSE_SECONDS, robots.crawlDelayMs / 1000));
    const known = new Map<string, Named>();
    let hasBegun = false;
    for await (const selector of documentsBelow(this.#upstream, robots, this.#requests, this.passedOver)) {
      if (!hasBegun) await begin();
      hasBegun = true;
      const { host } = this.#upstream.address;
      const path = pathFor(host, selector);
      if (path === undefined || !isWantedFolder(this.#options.filters, parentOf(path))) continue;
      const named = { uri: uriOf(host, '0', selector), selector, path };
      this.named.add(named.uri);
      if (await this.#shelf.knows(named.uri)) known.set(named.uri, named);
      else await this.#visit(named);
    }
    const askedMs = (uri: string): number => this.#record.of(uri)?.askedMs ?? 0;
    for (const uri of dueAmong([...known.keys()], askedMs, this.#options.now())) {
      const named = known.get(uri);
      if (named !== undefined) await this.#visit(named);
    }
  }

  async #visit(named: Named): Promise<void> {
    if (this.#room <= 0 || this.#documents >= MAX_DOCUMENTS) {
      this.passedOver.left++;
      return;
    }
    this.#documents++;
    const { uri, selector } = named;
    const limit = Math.min(this.#room, MAX_DOCUMENT_BYTES);
    const reply = await this.#requests.ask('0', selector, limit);
    if (reply === undefined) return;
    this.#room -= reply.length;
    const askedMs = this.#options.now();
    if (reply.length <= limit) this.#tell(await this.#take({ ...named, bytes: textOfReply(reply), askedMs }));
    else if (limit < MAX_DOCUMENT_BYTES) this.passedOver.left++;
    else {
      await this.#record.note({ uri, askedMs, kept: this.#record.of(uri)?.kept });
      this.#tell({ kind: 'refused', selector, reason: `it is larger than ${MAX_DOCUMENT_BYTES} bytes` });
    }
  }

  async #take(document: Document): Promise<Kept> {
    try {
      return await this.#shelf.take(document);
    } catch (error) {
      const { message, fix } = inTheWayOf(error) ?? {};
      if (message === undefined || fix === undefined) throw error;
      return { kind: 'kept', selector: document.selector, reason: message, fix };
    }
  }

  /** Whether nothing has changed here, and all that was asked for came. */
  get isSame(): boolean {
    return this.#isSame && this.#requests.misses === 0;
  }

  #tell(kept: Kept): void {
    if (!('selector' in kept)) {
      if (kept.kind === 'text') this.texts++;
      return;
    }
    if (kept.kind === 'refused') this.refused++;
    else this.#isSame = false;
    this.#listener.onOutcome(kept);
  }
}

/** What was passed over on the way, in words. */
const notesOf = ({ texts, passedOver: { forbidden } }: Walking): string[] => [
  ...(texts === 0 ? [] : [`Not kept, for they are no articles: ${countOf(texts, 'text')}.`]),
  ...(forbidden === 0 ? [] : [`Not asked for, as robots.txt there wants it: ${countOf(forbidden, 'item')}.`]),
];

/**
 * Keeps here what the menus of `upstream` lead to and is not here yet. What is whole stays, however it ends. Throws a
 * {@link MirrorFailure}, and the system's error where something cannot be written.
 */
export async function walk(
  upstream: Upstream,
  place: Place,
  options: WalkOptions,
  listener: MirrorListener,
): Promise<RoundResult> {
  const record = await WalkRecord.read(place.root);
  if (record.isEmpty && (await isGopherwire(upstream)))
    throw new MirrorFailure(
      `${upstream.name} is of a gopherwire, and its menus are not walked`,
      'mirror gopher://HOST/, and a part of it with --feed; where it keeps no journal, ask its operator for one',
    );
  const filters = filtersText(options.filters);
  const walking = new Walking(upstream, place, record, options, listener);
  const remember = async (left: number): Promise<MirrorOrigin> => {
    const time = timeText(options.now());
    const origin = { address: upstream.name, key: '', sequence: '', time, filters, left };
    await writeAll(place, [originWrite(origin)]);
    return origin;
  };
  // a walk may take hours, and be called off: what comes of it is known as what it is
  await walking.all(() => remember(1));
  await record.tidy(place, walking.named, options.now());
  const { passedOver, refused, isSame } = walking;
  for (const note of notesOf(walking)) listener.onNote(note);
  return { origin: await remember(passedOver.left), isSame, refused };
}
