/** What systems write below an article in its own element: readers' comments, who its author is, under what it is filed. */
import { tokensOf, type Element } from './dom.ts';
import { isSmall } from './measure.ts';

interface Kind {
  readonly what: string;
  /** Whole classes or ids. */
  readonly pattern: RegExp;
  /** Whether it may be longer than a box beside an article. */
  readonly isLong: boolean;
}

const KINDS: readonly Kind[] = [
  {
    what: 'comments section',
    pattern: /^(?:comments|comments-area|comments-section|comment-list|respond|disqus_thread)$/,
    isLong: true,
  },
  {
    what: 'author box',
    pattern: /^(?:author-(?:bio|box|card|info)|about-(?:the-)?author|wp-block-post-author-biography)$/,
    isLong: false,
  },
  {
    what: 'tag list',
    pattern:
      /^(?:(?:post|entry|article)-(?:tags|categories)|tags-links|cat-links|tag-list|wp-block-post-terms)$/,
    isLong: false,
  },
];
const NAMES = new Set(['div', 'section', 'aside', 'footer', 'ul', 'ol', 'span']);

/** What kind of appended box `element` is: "comments section"; `undefined` when it is none for sure. Cost: bounded. */
export function appendedAs(element: Element): string | undefined {
  if (!NAMES.has(element.name)) return undefined;
  const marks = [...tokensOf(element, 'class'), ...tokensOf(element, 'id')];
  const kind = KINDS.find(({ pattern }) => marks.some((mark) => pattern.test(mark)));
  return kind !== undefined && (kind.isLong || isSmall(element)) ? kind.what : undefined;
}
