/**
 * Setting text: CPU time to fold and wrap many articles of 5 KB, to render one from its bytes, and how time grows with
 * length, beside string-width and wrap-ansi. `npm run bench:text`. One thread.
 */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { articleText } from '../../dist/site/article-text.js';
import { admit } from '../../dist/site/document.js';
import { encodeFor, parseView, textSetter } from '../../dist/site/view.js';
import { wrap } from '../../dist/text/wrap.js';

const ARTICLES = 100_000;
const HOST = { name: 'localhost', port: 70 };

const SENTENCES = {
  English: 'The town’s “new” bridge — it cost €4 million – opened on Monday at noon. ',
  Polish: 'Most w Łodzi otwarto w poniedziałek; kosztował cztery miliony euro. ',
  Russian: 'Мост в городе открыли в понедельник, он стоил четыре миллиона евро. ',
  Japanese: '町の橋が月曜日に開通しました。費用は四百万ユーロで、計画の二倍でした。',
};

/** A body of about `bytes` UTF-8 bytes. */
function bodyOf(sentence, bytes) {
  const paragraph = sentence.repeat(6).trim();
  const count = Math.max(1, Math.round(bytes / Buffer.byteLength(paragraph)));
  return Array.from({ length: count }, () => paragraph);
}

const documentOf = (body) =>
  Buffer.from(
    `(C) Bench\nThis story was originally published by Bench and is unaltered.\n. . . . . . . . . .\n\n\n\nA title [1]\n\n[]\n\nDate: 2025-06\n\n${body.join('\n\n')}\n\n[END]\n---\n[1] Url: https://news.example/story\n\nPublished and (C) by Bench\nContent appears here under this condition or license: CC BY 4.0.\n\nvia Bench:\ngopher://localhost/1/\n`,
  );

/** CPU time of `task` in milliseconds. */
function cpuMs(task) {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const print = (...columns) =>
  process.stdout.write(`${columns.map((text) => String(text).padEnd(30)).join('')}\n`);

print(`${ARTICLES} articles of 5 KB`, 'folded and wrapped', 'one article, from its bytes');
for (const [language, sentence] of Object.entries(SENTENCES)) {
  const body = bodyOf(sentence, 5000);
  const bytes = documentOf(body);
  for (const name of ['utf-8-67', 'us-ascii-40']) {
    const view = parseView(name);
    const set = () => {
      const setter = textSetter(view);
      for (const paragraph of body) setter.lines(paragraph);
    };
    const render = () =>
      encodeFor(view, articleText(admit(bytes, 'a/b', undefined), textSetter(view), HOST).join('\r\n'));
    for (let warm = 0; warm < 200; warm++) render();
    const part = ARTICLES / 10;
    const seconds =
      (cpuMs(() => {
        for (let n = 0; n < part; n++) set();
      }) *
        10) /
      1000;
    const oneMs =
      cpuMs(() => {
        for (let n = 0; n < 2000; n++) render();
      }) / 2000;
    print(`${language}, ${name}`, `${seconds.toFixed(1)} s`, `${oneMs.toFixed(3)} ms`);
  }
}

print('', '', '');
print('one paragraph, 67 columns', 'gopherwire', 'string-width + wrap-ansi');
for (const [language, sentence] of Object.entries(SENTENCES)) {
  for (const length of [2_000, 4_000, 8_000, 16_000]) {
    const text = sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
    const ours =
      cpuMs(() => {
        for (let n = 0; n < 20; n++) wrap(text, 67);
      }) / 20;
    const theirs = cpuMs(() => {
      wrapAnsi(text, 67, { hard: true });
      stringWidth(text);
    });
    print(`${language}, ${length} characters`, `${ours.toFixed(2)} ms`, `${theirs.toFixed(2)} ms`);
  }
}
