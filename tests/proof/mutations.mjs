/** Hostile requests, made of good ones, from a seeded source of numbers. */
const GOOD = [
  '\r\n',
  '/\r\n',
  '/feeds/news/bench/\r\n',
  '/feeds/news/bench/2025/06/story-7\r\n',
  '/feeds/news/bench/2025/06/story-7.txt\n',
  '/raw/news/bench/2025/06/story-7.txt\r\n',
  '/view/us-ascii-40/feeds/\r\n',
  '/search\twords of caf\u00e9\r\n',
  '/\t$\r\n',
  '/about.txt\t!\r\n',
  '/feeds/\t+text/plain\t1\r\ndata',
  'URL:https://news.example/\r\n',
  'caps.txt\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'PROPFIND /feeds/ HTTP/1.0\r\n\r\n',
].map((text) => Buffer.from(text));
const TLS = Buffer.from('16030100f8010000f40303', 'hex');
/** What is put somewhere: TAB, line ends, NUL, ESC, DEL, C1, broken and overlong UTF-8, a surrogate, HTTP, a path. */
const PIECES = [
  [0x09],
  [0x0d],
  [0x0a],
  [0x0d, 0x0a],
  [0x00],
  [0x1b, 0x5b, 0x32, 0x4a],
  [0x7f],
  [0xc2, 0x9b],
  [0xff, 0xfe],
  [0xc3],
  [0xc0, 0xaf],
  [0xe2, 0x80, 0xae],
  [0xed, 0xa0, 0x80],
  [0xf0, 0x9f, 0x8c],
  [...Buffer.from(' HTTP/1.1')],
  [...Buffer.from('/../../etc/passwd')],
  [...Buffer.from('__proto__')],
].map((bytes) => Buffer.from(bytes));
const LONG_BYTES = 1024 * 1024;
const LONG_LINE = Buffer.alloc(LONG_BYTES, 'x');

function mutate(bytes, random) {
  const at = random(bytes.length + 1);
  switch (random(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] ^= 1 << random(8);
      return flipped;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), PIECES[random(PIECES.length)], bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(at), GOOD[random(GOOD.length)]]);
    case 4:
      // about the length that is allowed
      return Buffer.concat([
        bytes.subarray(0, at),
        LONG_LINE.subarray(0, 1000 + random(60)),
        bytes.subarray(at),
      ]);
    default:
      return Buffer.from(Array.from({ length: random(40) }, () => random(256)));
  }
}

/** The bytes of one hostile client; one in `longEvery` sends a line of a megabyte. */
export function hostileBytes(random, longEvery) {
  if (random(longEvery) === 0) {
    const start = GOOD[random(GOOD.length)].toString('latin1').trimEnd();
    return Buffer.concat([Buffer.from(start, 'latin1'), LONG_LINE, GOOD[0].subarray(random(3))]);
  }
  if (random(50) === 0) return TLS;
  let bytes = GOOD[random(GOOD.length)];
  for (let left = random(4); left > 0; left--) bytes = mutate(bytes, random);
  return bytes;
}

/** Where `bytes` are cut: a few places, or after each byte. */
export function* cut(bytes, random) {
  const each = bytes.length < 200 && random(20) === 0 ? 1 : 0;
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(bytes.length, start + (each || 1 + random(bytes.length)));
    yield bytes.subarray(start, end);
    start = end;
  }
}
