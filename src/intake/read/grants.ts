/** Whether a sentence grants its licence to the text in which it stands, and not to something that the text speaks of. */
import { beforeLicence } from './rights.ts';

/** What such sentences are made of before they name the licence, names apart: any other word may name another thing. */
const OWN = new Set(
  (
    'this these the our all its it is are was were has have been be being a an and or of on in at to for from by not no ' +
    'under with as through via per work works text texts article articles story stories content contents post posts ' +
    'piece pieces page pages site website blog essay essays report reports column interview translation material ' +
    'materials publication edition original originally first version licensed licenced licence license licences ' +
    'licenses relicensed published publish republished republish reprinted available made shared distributed released ' +
    'reposted reproduced issued used use offered provided free freely online print you your may can must could we us ' +
    'please terms conditions following same copyright author authors owner some rights reserved except unless ' +
    'otherwise where when noted stated indicated specified public domain international open worldwide access ' +
    'transcript words images image photos photo pictures video media c here feel welcome share copy adapt read'
  ).split(' '),
);

/** Whether all of `sentence` before its licence is on the text itself. */
export function isGrantOfItself(sentence: string): boolean {
  const words = beforeLicence(sentence).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.every(
    (word, index) =>
      (index > 0 && /^[\p{Lu}\p{N}]/u.test(word)) || /^\d+$/u.test(word) || OWN.has(word.toLowerCase()),
  );
}
