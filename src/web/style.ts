/**
 * The look of every page. It stands in the page itself, escaped as all text is: so it is one line, without any of
 * & < > and ".
 */

/** The text of the one `style` element, exactly as it is sent; a Content-Security-Policy may name its hash. */
export const STYLE: string = [
  ':root { color-scheme: light dark; --ink: #1f1e1c; --paper: #fdfcf9; --faint: #5d5a54; --line: #d8d4ca; --link: #0a4f8c; --seen: #6a3c86; }',
  '@media (prefers-color-scheme: dark) { :root { --ink: #dfdcd5; --paper: #18191b; --faint: #a7a49c; --line: #3f4144; --link: #8fc0f3; --seen: #c9aae2; } }',
  '* { box-sizing: border-box; }',
  'html { background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Charter, Georgia, serif; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }',
  'body { max-width: 35rem; margin: 0 auto; padding: 1rem 1rem 3rem; overflow-wrap: anywhere; }',
  'a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }',
  'a:visited { color: var(--seen); }',
  'h1, h2 { line-height: 1.25; text-wrap: balance; }',
  'h1 { font-size: 1.75rem; margin: 1.5rem 0 0.75rem; }',
  'h2 { font-size: 1.125rem; margin: 2rem 0 0.5rem; }',
  'p { margin: 0 0 1rem; white-space: pre-wrap; }',
  'p:has(+ ul) { margin-bottom: 0.4rem; }',
  'ul, ol { list-style: none; margin: 0 0 1rem; padding: 0; }',
  'li { margin: 0 0 0.4rem; }',
  'time { font-variant-numeric: tabular-nums; }',
  '.dated { display: grid; grid-template-columns: 6.2rem 1fr; justify-items: start; }',
  '.dated time { color: var(--faint); }',
  '.beneath { grid-column: 2; line-height: 1.45; color: var(--faint); } li:has(.beneath) { margin-bottom: 1rem; }',
  '.text li { white-space: pre-wrap; padding-inline-start: 0.75em; text-indent: -0.75em; }',
  '.text ol li { padding-inline-start: 1.05em; text-indent: -1.05em; }',
  'blockquote { margin: 0 0 1rem; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); }',
  'pre, .wide { margin: 0 0 1rem; overflow-x: auto; overflow-wrap: normal; }',
  'pre { font: 0.85rem/1.5 ui-monospace, monospace; }',
  'table { width: max-content; max-width: 33rem; border-collapse: collapse; line-height: 1.4; }',
  'th, td { padding: 0.35rem 0; padding-inline-end: 1.25rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }',
  'body header, .origin { color: var(--faint); }',
  '.origin { margin-bottom: 1.75rem; }',
  '.byline { margin: 0; }',
  'form { display: flex; flex-wrap: wrap; align-items: end; gap: 0.5rem; margin: 0 0 1rem; }',
  'label { flex: 1 1 14rem; } input, button { font: inherit; padding: 0.3rem 0.5rem; border: 1px solid var(--line); border-radius: 3px; } input { display: block; width: 100%; }',
  'footer, nav { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.9rem; }',
  'footer p { margin-bottom: 0.35rem; }',
  '@media (max-width: 26rem) { .dated { display: block; margin-bottom: 0.8rem; } .dated time { display: block; font-size: 0.9rem; } h1 { font-size: 1.5rem; } }',
  '@media print { body { max-width: none; padding: 0; } body header, nav { display: none; } a { color: inherit; } pre { white-space: pre-wrap; } h1, h2 { break-after: avoid; } tr, blockquote { break-inside: avoid; } }',
].join(' ');
