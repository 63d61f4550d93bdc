/** XHTML, in which every element may be empty by its own tag, as HTML, in which few are. */
import { Tokenizer } from 'htmlparser2';
import { VOID } from '../../html/elements.ts';

const ignore = (): void => {};

/** `xhtml`, a piece of it, with an end tag for each `<iframe/>`: HTML would take all behind it into it. Cost: linear. */
export function htmlOfXhtml(xhtml: string): string {
  const parts: string[] = [];
  let name = '';
  let from = 0;
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      onopentagname: (start, end) => {
        name = xhtml.slice(start, end);
      },
      onselfclosingtag: (end) => {
        if (VOID.has(name.toLowerCase())) return;
        parts.push(xhtml.slice(from, end).replace(/\s*\/$/, ''), `></${name}>`);
        from = end + 1;
      },
      onclosetag: (start, end) => {
        if (!VOID.has(xhtml.slice(start, end).toLowerCase())) return;
        // [HTML 13.2.6.4.7] </br> would be a second one
        parts.push(xhtml.slice(from, start - 2));
        from = xhtml.indexOf('>', end) + 1;
      },
      onattribname: ignore,
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onopentagend: ignore,
      ontext: ignore,
      ontextentity: ignore,
      oncomment: ignore,
      oncdata: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(xhtml);
  tokenizer.end();
  parts.push(xhtml.slice(from));
  return parts.join('');
}
