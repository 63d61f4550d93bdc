/** What a web browser or robot is told that knocks at a gopher port: never raw gopher. */
import type { EncodedReply } from './reply-cache.ts';

const TEXT = [
  'This server speaks gopher, not HTTP.',
  'Use a gopher client, or: curl gopher://HOST:PORT/ with the host and port that you used here.',
  '',
].join('\r\n');

const HEADERS = [
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${TEXT.length}`,
  'X-Content-Type-Options: nosniff',
  'Cache-Control: no-store',
  'Connection: close',
];

function head(status: string, ...more: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, ...HEADERS, ...more, '', ''].join('\r\n');
}

const encode = (text: string): EncodedReply => ({
  status: 'bad-request',
  bytes: Buffer.from(text, 'latin1'),
});

const NOT_FOUND = encode(head('404 Not Found') + TEXT);
const NOT_FOUND_HEAD = encode(head('404 Not Found'));
const NOT_ALLOWED = encode(head('405 Method Not Allowed', 'Allow: GET, HEAD') + TEXT);
const TOO_LONG = encode(head('414 URI Too Long') + TEXT);
const TOO_LONG_HEAD = encode(head('414 URI Too Long'));

/** An HTTP reply that leads to gopher; an empty `target` stands for one that was too long. */
export function httpReply(method: string, target: string): EncodedReply {
  if (target === '') return method === 'HEAD' ? TOO_LONG_HEAD : TOO_LONG;
  if (method === 'HEAD') return NOT_FOUND_HEAD;
  return method === 'GET' ? NOT_FOUND : NOT_ALLOWED;
}
