/**
 * Whether words may be on rights at all: one look for stems spares most sentences the many patterns of withheld.ts,
 * reuse.ts, rights.ts, notices.ts and reserved.ts. Each row has the stems of which one stands in whatever a pattern
 * matches; a pattern that is changed there is to be covered here. tests/intake/rights-stems.test.ts makes sentences
 * of all of those patterns, and looks whether one has no stem.
 */
import { forMatching } from '../../article/matching.ts';

const STEMS: readonly string[] = [
  // withheld.ts, reuse.ts: what is done again, in whatever form, in English and the Romance languages
  're-?(?:publi|print|prod|post|distribut|us)|ripr|ripubb|repris|cop[iy]|syndicat|part of',
  // withheld.ts: what is not covered by a licence; who has to be asked
  'licen|creative|\\bcc|permission|consent',
  // withheld.ts: "may not be sold", "can only be used"
  'not be|only be',
  // withheld.ts: German, Portuguese, Dutch
  'darf|dürfen|nachdruck|vervielf|übernahme|weiterverbreitung|proibid|overgenomen|gepubl|verveelv|verspreid|overname',
  // reuse.ts
  'commercial|sell|sold|copyright',
  // notices.ts
  '©|\\(c\\)',
  // rights.ts, licence-terms.ts: how names of licences begin
  'attribu|atribu|public domain|by-[ns]|reconocimiento|namensnennung|naamsvermelding|reconeixement|recoñecemento',
  'erkännande|kreditering|navngivelse|nimeä|uznanie|uveďte|nevezd|atıf',
  // reserved.ts
  'reserv|vorbehalten|réserv|riservat|voorbehouden|rezerv|zastrzeż|vyhra|držan|förbeh|forbeh|áskil|pidät|pidet',
  'kaitstud|fenntart|sakl[ıi]|saugomos|aizsarg|paturēt|hak cipta',
];
// no pattern of code points: that is slower, and none of these stems needs it
const STEM = new RegExp(STEMS.join('|'));
/**
 * Letters of the languages that have stems above, none of which has another small letter here than in a pattern that
 * ignores case. What has any other character is always looked at.
 */
const OF_THESE_LANGUAGES = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2013-\u201f\u2022\u2026\u20ac]*$/u;

/** Whether `words`, one sentence or some, may be on the rights in a text. Cost: linear. */
export function mayBeOnRights(words: string): boolean {
  const text = forMatching(words);
  return !OF_THESE_LANGUAGES.test(text) || STEM.test(text.toLowerCase());
}
