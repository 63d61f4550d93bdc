/** Text documents: what is sent, and what is had back from it. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textDocument, textOfReply } from '../../src/gopher/text.ts';

const textOf = (reply: string): string => Buffer.from(textOfReply(Buffer.from(reply))).toString();

test.each([
  ['no Lastline', 'a\r\n. .\r\nb\r\n', 'a\r\n. .\r\nb\r\n'],
  ['a Lastline alone', 'a\r\n. .\r\n.\r\n', 'a\r\n. .\r\n'],
  ['a Lastline with LF', 'a\n. .\n.\n', 'a\n. .\n'],
  ['doubled dots', '..b\r\na\r\n.. .\r\n....\r\n.\r\n', '.b\r\na\r\n. .\r\n...\r\n'],
  ['one dot that is not doubled', '..b\r\n.a\r\n.\r\n', '..b\r\n.a\r\n'],
  ['a dot behind a word', 'a.\r\n', 'a.\r\n'],
  ['nothing but a Lastline', '.\r\n', '.\r\n'],
  ['nothing', '', ''],
])('[RFC1436-3.2] %s', (_, reply, text) => {
  expect(textOf(reply)).toBe(text);
});

test('what is sent in the strict form is had back', () => {
  const line = fc.oneof(
    fc.constantFrom('', '.', '..', '. . .'),
    fc.string().map((text) => text.replace(/[\r\n]/g, '')),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      expect(textOf(textDocument(lines, { strict: true }))).toBe(`${lines.join('\r\n')}\r\n`);
    }),
  );
});
