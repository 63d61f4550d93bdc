/** Other words in a search, and all else as it was written. */
import { placedWordsOf } from '../text/search-words.ts';
import { tokensOf } from './search-tokens.ts';

/**
 * The search `text` with `others` in the place of the folded words that they are given for; what filters ask stays,
 * but for the words behind `by:`. Cost: linear.
 */
export function respelled(text: string, others: ReadonlyMap<string, string>): string {
  const whole = text.normalize('NFC');
  let written = '';
  let done = 0;
  for (const token of tokensOf(whole)) {
    if (token.kind !== 'text' && (token.kind !== 'filter' || token.name !== 'by')) continue;
    for (const { word, at, end } of placedWordsOf(token.text)) {
      const other = others.get(word);
      if (other === undefined) continue;
      written += whole.slice(done, token.at + at) + other;
      done = token.at + end;
    }
  }
  return written + whole.slice(done);
}
