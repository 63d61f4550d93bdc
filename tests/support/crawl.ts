/** The whole site from the front page, each reply looked at as the strictest client would. */
import { expect } from 'vitest';
import { columnsOf } from '../../src/text/columns.ts';
import { ask, parseMenu, type MenuLine } from './client.ts';

const MAX_COLUMNS = 67;
/** What no reply but a raw one holds: controls other than CR LF and TAB, and what turns a text around. */
const UNWANTED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\r(?!\n)|(?<!\r)\n/u;

/** Addresses may be longer than a line, where they stand alone on it. */
const isTooWide = (line: string): boolean => columnsOf(line) > MAX_COLUMNS && !/^\S+:\/\/\S+$/.test(line);

/** `reply` as UTF-8 text without anything unwanted. */
export function textOf(selector: string, reply: Buffer): string {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(reply);
  expect(text, selector).not.toBe('');
  expect(UNWANTED.exec(text)?.[0], selector).toBeUndefined();
  return text;
}

function checkText(selector: string, text: string): void {
  expect(text, selector).not.toContain('\t');
  expect(text, selector).toMatch(/\r\n$/);
  for (const line of text.split('\r\n')) {
    expect(line, selector).not.toBe('.');
    expect(isTooWide(line), `${selector}: ${line}`).toBe(false);
  }
}

/** A menu of another program as ours would be: without the marks of Gopher+, with a Lastline. */
const asOurs = (text: string): string =>
  `${text.replace(/\r\n\.\r\n$/, '\r\n').replaceAll('\t+\r\n', '\r\n')}.\r\n`;

function checkMenu(selector: string, text: string, port: number, isOurs: boolean): MenuLine[] {
  const lines = parseMenu(isOurs ? text : asOurs(text));
  for (const line of lines) {
    expect(line.type, `${selector}: ${line.display}`).not.toBe('3');
    expect(isTooWide(line.display), `${selector}: ${line.display}`).toBe(false);
    if (line.type === 'i' && isOurs)
      expect(line).toMatchObject({ selector: '', host: 'error.host', port: '1' });
  }
  return lines.filter(
    ({ type, host, port: linePort }) => type !== 'i' && host === 'localhost' && linePort === String(port),
  );
}

/**
 * Every reply that links from the front page lead to on this server, by selector; raw ones as Latin-1, each byte a
 * character. Other programs than ours write info lines, ends of menus and pages for web addresses in their own ways.
 */
export async function crawl(port: number, isOurs = true): Promise<Map<string, string>> {
  const replies = new Map<string, string>();
  const queue: Pick<MenuLine, 'type' | 'selector'>[] = [{ type: '1', selector: '' }];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    const { type, selector } = item;
    // the views show all of it again; they have a test of their own
    if (replies.has(selector) || /^\/view\/./.test(selector)) continue;
    const bytes = await ask(port, `${selector}\r\n`);
    if (type === '9') {
      expect(bytes.length, selector).toBeGreaterThan(0);
      replies.set(selector, bytes.toString('latin1'));
      continue;
    }
    const text = type === 'h' && !isOurs ? bytes.toString() : textOf(selector, bytes);
    replies.set(selector, text);
    // Atom, OPML and twtxt are for programs
    if (/(?:\.xml|twtxt\.txt)$/.test(selector)) continue;
    if (type === '0') checkText(selector, text);
    else if (type === '1' || type === '7') queue.push(...checkMenu(selector, text, port, isOurs));
    else expect(text, selector).toMatch(isOurs ? /^<!DOCTYPE html>/ : /^<(?:!DOCTYPE )?html/i);
  }
  return replies;
}

/** The articles that `replies` lead to, by path below the articles folder, sorted. */
export function articlesIn(replies: ReadonlyMap<string, string>): string[] {
  return [...replies.keys()]
    .filter((selector) => selector.startsWith('/raw/'))
    .map((selector) => selector.slice('/raw/'.length))
    .toSorted();
}
