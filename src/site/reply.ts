/** What the site answers. */
import { errorMenu } from '../gopher/menu.ts';
import { VIEW_HELP } from './view.ts';

/** How a request can end. */
export const STATUSES = ['ok', 'bad-request', 'not-found', 'gone', 'unavailable', 'busy'] as const;

/** How a request ended, for the log and the counts. */
export type Status = (typeof STATUSES)[number];

/**
 * Whether a reply may be kept for others: it is the same until the catalogue changes, or it is that and one of
 * endlessly many, as searches are, or it may be another at the next request.
 */
export type Keep = 'kept' | 'kept-apart' | 'fleeting';

/** A whole reply. */
export interface Reply {
  readonly status: Status;
  readonly body: string | Uint8Array;
  readonly keep: Keep;
}

type SentenceName =
  | 'not-found'
  | 'no-view'
  | 'too-long'
  | 'control-character'
  | 'not-linked'
  | 'unavailable'
  | 'unread'
  | 'failed'
  | 'busy';

/** What is said instead of an article or menu. The request is never echoed. */
export const SENTENCES: Readonly<Record<SentenceName, string>> = {
  'not-found': 'Nothing is served here.',
  'no-view': `There is no such view. ${VIEW_HELP}.`,
  'too-long': 'The request is too long: 1,024 bytes are the most.',
  'control-character': 'The request holds a control character.',
  'not-linked': 'Links lead to http, https, gopher, gemini and mailto only.',
  unavailable: 'This article is just being changed. Please try again in a moment.',
  unread: 'The articles are just being read. Please try again in a minute.',
  failed: 'Something went wrong here. Please try again later.',
  busy: 'The server is busy. Please try again in a minute.',
};

export function ok(body: string | Uint8Array): Reply {
  return { status: 'ok', body, keep: 'kept' };
}

export function refusal(status: Exclude<Status, 'ok'>, sentence: SentenceName): Reply {
  return { status, body: errorMenu(SENTENCES[sentence]), keep: 'fleeting' };
}
