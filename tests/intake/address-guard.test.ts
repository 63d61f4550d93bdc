/** No address inside is reached, by whatever name, spelling or redirect. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublicAddress, type Resolve } from '../../src/intake/address-guard.ts';
import { fetchGopher } from '../../src/intake/gopher/fetch-gopher.ts';
import { asPublic, fetcherWith, names } from '../support/fetcher.ts';
import { startGopherUpstream, startUpstream } from '../support/upstream.ts';

const INSIDE = [
  '0.0.0.0 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1',
  '172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1',
  '239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1',
  '64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254',
  'fe80::1 fe80::1%eth0 fec0::1 ff02::1 2606:4700::1111%1 name 1.2.3',
].flatMap((line) => line.split(' '));
const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.0.1',
  '172.32.0.1',
  '223.255.255.255',
];
const PUBLIC_IPV6 = ['2001:200::1', '2606:4700:4700::1111', '2a00:1450::1', '3ffe::1'];

test.each(INSIDE)('[RFC6890] %s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([...PUBLIC, ...PUBLIC_IPV6])('%s is a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('no address of IPv6 that holds one of IPv4 is public', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::'), (address, prefix) => {
      expect(isPublicAddress(prefix + address)).toBe(false);
    }),
  );
});

const SPELLINGS = [
  '127.0.0.1 0x7f.1 0x7f000001 2130706433 017700000001 127.1 127.0.0.1. %31%32%37.0.0.1 １２７.0.0.1 127。0。0。1',
  '[::1] [::ffff:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] [64:ff9b::7f00:1] localhost 169.254.169.254 0xa9fea9fe 0 [fe80::1]',
  'LOCALHOST 0.0.0.0 [::] [::127.0.0.1] [fd00::1] [fe80::1%25lo] [2002:7f00:1::] [64:ff9b::127.0.0.1]',
].flatMap((line) => line.split(' '));

test.each(SPELLINGS)('http://%s is refused', async (host) => {
  const upstream = await startUpstream({ '/': { body: 'secret' } });
  const fetcher = fetcherWith({ allowPrivate: false });
  expect(await fetcher.get(`http://${host}:${upstream.port}/`)).toMatchObject({ kind: 'refused' });
  expect(upstream.requests).toEqual([]);
});

test.each([
  '127.0.0.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '127.1',
  'localhost',
  '0',
  '0.0.0.0',
  '169.254.169.254',
])('gopher://%s is refused', async (host) => {
  const upstream = await startGopherUpstream({ '': 'secret' });
  expect(await fetchGopher(`gopher://${host}:${upstream.port}/`, { allowPrivate: false })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('no public address'),
  });
  expect(upstream.requests).toEqual([]);
});

test('a name that leads inside is refused, in whatever family; one without addresses fails', async () => {
  const upstream = await startUpstream({ '/': { body: 'secret' } });
  const resolve = names({
    'four.example': ['127.0.0.1'],
    'six.example': ['::1'],
    'localhost.': ['127.0.0.1'],
    'meta.example': ['169.254.169.254'],
  });
  const fetcher = fetcherWith({ allowPrivate: false, resolve });
  for (const name of ['four', 'six', 'meta']) {
    expect(await fetcher.get(`http://${name}.example:${upstream.port}/`)).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^\w+\.example leads to [\d.:]+, no public address$/),
      fix: expect.stringContaining('--allow-private'),
    });
  }
  // where the system knows that name
  for (const uri of [`http://localhost.:${upstream.port}/`, `http://LOCALHOST.:${upstream.port}/`])
    expect(await fetcher.get(uri)).toMatchObject({ kind: 'refused' });
  expect(await fetchGopher('gopher://localhost./', { allowPrivate: false, resolve })).toMatchObject({
    kind: 'refused',
  });
  expect(await fetcher.get('http://unknown.example/')).toMatchObject({
    kind: 'failed',
    message: 'unknown.example: its name is not known',
  });
  expect(upstream.requests).toEqual([]);
});

test('of mixed answers only the public ones are reached', async () => {
  const upstream = await startUpstream({ '/': ({ headers }) => ({ body: headers.host ?? '' }) });
  const resolve = names({ 'mixed.example': ['169.254.169.254', '::1', '127.0.0.1', '10.0.0.1'] });
  const fetched = await fetcherWith({ allowPrivate: false, permits: asPublic, resolve }).get(
    `http://mixed.example:${upstream.port}/`,
  );
  expect(fetched.kind === 'content' && fetched.bytes.toString()).toBe(`mixed.example:${upstream.port}`);
});

test('where one address of a name takes no connections, the next is tried', async () => {
  const upstream = await startUpstream({ '/': { body: 'found' } });
  const resolve = names({ 'both.example': ['::1', '127.0.0.1'] });
  expect(await fetcherWith({ resolve }).get(`http://both.example:${upstream.port}/`)).toMatchObject({
    kind: 'content',
  });
});

test('the answer that is checked is the one that is used: a name that changes between gains nothing', async () => {
  const upstream = await startUpstream({ '/': { body: 'public' } });
  const asked: string[] = [];
  const rebinding: Resolve = (name, answer) => {
    asked.push(name);
    // public for robots.txt and for the page, inside from then on
    answer(null, [{ address: asked.length <= 2 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
  };
  const fetcher = fetcherWith({ allowPrivate: false, permits: asPublic, resolve: rebinding });
  const url = `http://rebinding.example:${upstream.port}/`;
  expect(await fetcher.get(url)).toMatchObject({ kind: 'content' });
  // one look-up a connection: there is no second one to lie to
  expect(asked).toHaveLength(upstream.requests.length);
  expect(await fetcher.get(url)).toMatchObject({ kind: 'refused' });
});

test.each([
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[fd00::1]',
  '::1',
  '%5b::1%5d',
  'fe80::1%25lo',
  '64:ff9b::7f00:1',
])('gopher://%s is no address of gopher here, or refused', async (host) => {
  const uri = `gopher://${host}:70/`;
  expect(await fetchGopher(uri, { allowPrivate: false })).toMatchObject({ kind: 'refused' });
});

test('a gopher server whose name changes between two look-ups gains nothing', async () => {
  const upstream = await startGopherUpstream({ '/a': 'public' });
  const answers = ['127.0.0.1', '127.0.0.2'];
  const asked: string[] = [];
  const resolve: Resolve = (name, answer) => {
    asked.push(name);
    answer(null, [{ address: answers[asked.length - 1] ?? '::1', family: 4 }]);
  };
  const options = { allowPrivate: false, permits: asPublic, resolve };
  const uri = `gopher://rebinding.example:${upstream.port}/0/a`;
  expect(await fetchGopher(uri, options)).toMatchObject({ kind: 'content' });
  expect(asked).toHaveLength(1);
  expect(await fetchGopher(uri, options)).toMatchObject({ kind: 'refused' });
  expect(upstream.requests).toEqual(['/a']);
});

test.each([
  'http://127.0.0.2/',
  'http://127.2/',
  'http://0x7f000002/',
  'http://0.0.0.0/',
  'http://[::]/',
  'http://[fd00::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://0x7f.2/',
  'http://2130706434/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.2]/',
  'http://169.254.169.254/latest/meta-data/',
  '//10.0.0.1/',
  'http://inside.example/',
  'https://inside.example/',
])('a redirect to %s is refused', async (location) => {
  const upstream = await startUpstream({
    '/': { status: 302, headers: { location } },
    '/twice': { status: 302, headers: { location: '/' } },
  });
  const resolve = names({ 'inside.example': ['192.168.0.1'] });
  const fetcher = fetcherWith({ allowPrivate: false, permits: asPublic, resolve });
  for (const path of ['/', '/twice']) {
    expect(await fetcher.get(upstream.origin + path)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('no public address'),
    });
  }
});

test('a redirect of robots.txt to an address inside closes the site', async () => {
  const location = 'http://169.254.169.254/';
  const upstream = await startUpstream({ '/robots.txt': { status: 301, headers: { location } }, '/': {} });
  const fetcher = fetcherWith({ allowPrivate: false, permits: asPublic });
  expect(await fetcher.get(upstream.origin)).toMatchObject({ kind: 'refused' });
  expect(upstream.asked('/')).toBe(0);
});
