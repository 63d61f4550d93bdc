import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { daemonForTest, ROOT } from '../support/program.ts';

test('the front page leads to the handbook', async () => {
  const daemon = await daemonForTest(`${ROOT}articles`);
  const menu = parseMenu(await get(daemon.port, ''));
  expect(menu.find(({ type }) => type !== 'i')).toMatchObject({ type: '0', selector: '/about.txt' });
  expect(menu.map(({ selector }) => selector)).toContain('/feeds/handbook/');
});

test('localhost means both loopback addresses', async () => {
  const daemon = await daemonForTest(`${ROOT}articles`);
  const four = await ask(daemon.port, '\r\n');
  const six = await ask(daemon.port, '\r\n', { host: '::1' });
  expect(six).toEqual(four);
});

test('SIGTERM ends the daemon with 0', async () => {
  const daemon = await daemonForTest(`${ROOT}articles`);
  await get(daemon.port, '');
  expect(await daemon.stop()).toBe(0);
});
