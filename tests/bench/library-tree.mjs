/** A tree of many articles: words as often as in texts of people (Zipf), a hundred feeds, six languages, eight years. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomFrom } from '../support/measure.mjs';

const FEEDS = 100;
const YEARS = 8;
const WORDS = 50_000;
/** [Zipf] how much more often the first words stand than the rest. */
const FLATTENING = 2.7;

const LANGUAGES = [
  { tag: 'en', letters: 'etaoinshrdlucmfwypvbgk' },
  { tag: 'en', letters: 'etaoinshrdlucmfwypvbgk' },
  { tag: 'fr', letters: 'esaitnrulodcpméèàç' },
  { tag: 'de', letters: 'enisratdhulcgmobwfäöüß' },
  { tag: 'el', letters: 'αοιετσνηυρπκμλςήάό' },
  { tag: 'ru', letters: 'оеаинтсрвлкмдпуяыь' },
];
const LICENCES = ['CC BY 4.0', 'CC BY-ND 4.0', 'CC BY-SA 4.0', 'CC BY-NC-ND 4.0'];

/** The words of a language, the most common first. */
function wordsOf({ letters }, seed) {
  const random = randomFrom(seed);
  const alphabet = Array.from(letters);
  return Array.from({ length: WORDS }, (_, rank) => {
    const length = 2 + Math.min(10, Math.floor(Math.log2(rank + 2) / 2) + random(4));
    return Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
  });
}

/** Ranks as often as words of that rank stand in a text. */
function ranksFrom(random) {
  const sums = new Float64Array(WORDS);
  let sum = 0;
  for (let rank = 0; rank < WORDS; rank++) sums[rank] = sum += 1 / (rank + FLATTENING);
  return () => {
    const wanted = (random(2 ** 30) / 2 ** 30) * sum;
    let [low, high] = [0, WORDS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const two = (number) => String(number).padStart(2, '0');

/** Writes `count` articles of about `bytes` bytes below `dir`; gives the vocabulary of each feed, for searches. */
export function makeTree(dir, count, bytes) {
  const random = randomFrom(count + 7);
  const rank = ranksFrom(random);
  const vocabularies = LANGUAGES.map((language, index) => wordsOf(language, index + 1));
  const wordsFor = (number) => vocabularies[number % vocabularies.length];
  const made = new Set();
  for (let feed = 0; feed < FEEDS; feed++) {
    const path = join(dir, `wire/feed-${two(feed)}`);
    mkdirSync(path, { recursive: true });
    const { tag } = LANGUAGES[feed % LANGUAGES.length];
    writeFileSync(join(path, 'feed.toml'), `title = "Feed ${feed}"\nlanguage = "${tag}"\n`);
  }
  for (let number = 0; number < count; number++) {
    const feed = number % FEEDS;
    const words = wordsFor(feed);
    const date = [String(2018 + random(YEARS)), two(1 + random(12)), two(1 + random(28))];
    const text = (length) => {
      let line = '';
      while (line.length < length) line += `${words[rank()]} `;
      return line.trim();
    };
    const title = text(40 + random(30));
    const paragraphs = [];
    // letters outside ASCII take two bytes
    const letters = bytes / (LANGUAGES[feed % LANGUAGES.length].letters.charCodeAt(0) > 127 ? 1.85 : 1);
    for (let left = letters * (0.5 + random(1000) / 1000); left > 0; left -= 450) paragraphs.push(text(450));
    const path = join(dir, `wire/feed-${two(feed)}`, date[0], date[1], `story-${number}.txt`);
    if (!made.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    made.add(dirname(path));
    writeFileSync(
      path,
      `(C) Feed ${feed}\nThis story was originally published by Feed ${feed} and is unaltered.\n. . . . . . . . . .\n\n\n\n${title} [1]\n\n[Author ${feed % 7}]\n\nDate: ${date.join('-')}\n\n${paragraphs.join('\n\n')}\n\n[END]\n---\n[1] Url: https://news.example/${number}\n\nPublished and (C) by Feed ${feed}\nContent appears here under this condition or license: ${LICENCES[feed % LICENCES.length]}.\n\nvia Feed ${feed}:\nhttps://news.example/\n`,
    );
  }
  return vocabularies;
}

/** Of `count` searches from `next`, each as often as others ask it (Zipf). */
export function repeated(next, count, seed) {
  const random = randomFrom(seed);
  const searches = Array.from({ length: count }, next);
  return () => searches[Math.floor(count ** (random(2 ** 30) / 2 ** 30)) - 1];
}

/** Searches as people make them: one to three words, of which some stand nearly everywhere. */
export function searchesFrom(vocabularies, seed) {
  const random = randomFrom(seed);
  const common = (words) => words[random(8)];
  const usual = (words) => words[20 + random(2000)];
  const rare = (words) => words[5000 + random(WORDS - 5000)];
  const shapes = [
    (words) => common(words),
    (words) => usual(words),
    (words) => rare(words),
    (words) => `${common(words)} ${usual(words)}`,
    (words) => `${usual(words)} ${usual(words)}`,
    (words) => `${common(words)} ${common(words)} ${common(words)}`,
    (words) => `${usual(words)} or ${usual(words)}`,
    (words) => `${common(words)} not ${usual(words)} after:2020`,
  ];
  return () => shapes[random(shapes.length)](vocabularies[random(vocabularies.length)]);
}
