/** What the site answers. */
import { errorMenu } from '../gopher/menu.ts';
import { VIEW_HELP } from './view.ts';

/** How a request can end. */
export const STATUSES = ['ok', 'bad-request', 'not-found', 'unavailable', 'busy'] as const;

/** How a request ended, for the log and the counts. */
export type Status = (typeof STATUSES)[number];

/** A whole reply. `lasting` replies are the same for every request until the catalogue changes. */
export interface Reply {
  readonly status: Status;
  readonly body: string | Uint8Array;
  readonly lasting: boolean;
}

type SentenceName =
  | 'not-found'
  | 'no-view'
  | 'too-long'
  | 'control-character'
  | 'not-linked'
  | 'unavailable'
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
  failed: 'Something went wrong here. Please try again later.',
  busy: 'The server is busy. Please try again in a minute.',
};

export function ok(body: string | Uint8Array): Reply {
  return { status: 'ok', body, lasting: true };
}

export function refusal(status: Exclude<Status, 'ok'>, sentence: SentenceName): Reply {
  return { status, body: errorMenu(SENTENCES[sentence]), lasting: false };
}
