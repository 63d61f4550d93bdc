/** What is said in the place of an article that is no longer served. */
import { writeDate } from '../article/date.ts';
import type { Tombstone } from '../article/tombstone.ts';

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** That, when and why it was withdrawn, in sentences, the first without what its publisher wrote. */
export function withdrawnSentence({ withdrawn, reason, title }: Tombstone): string {
  return [
    withdrawn === undefined ? 'Article withdrawn.' : `Article withdrawn on ${writeDate(withdrawn)}.`,
    ...(reason === '' ? [] : [sentence(`Reason: ${reason}`)]),
    ...(title === '' ? [] : [sentence(`It was: ${title}`)]),
  ].join(' ');
}
