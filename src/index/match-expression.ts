/** A search as SQLite's FTS5 is asked for it. https://www.sqlite.org/fts5.html#full_text_query_syntax */
import type { Expression, Query, Run } from '../site/search-query.ts';

/** Each word stands in quotes, and no folded word holds one: nothing that a client sends is syntax. */
function runText({ words, isPrefix, place }: Run): string {
  const row = words.map((word) => `"${word}"`).join(' + ');
  const whole = isPrefix ? `${row} *` : row;
  return place === 'credit' ? `(credit : ${whole})` : `(${whole})`;
}

const joined = (parts: readonly Expression[], operator: string): string =>
  `(${parts.map(textOf).join(` ${operator} `)})`;

function textOf(expression: Expression): string {
  switch (expression.kind) {
    case 'run':
      return runText(expression);
    case 'any':
      return joined(expression.parts, 'OR');
    case 'all': {
      const parts = joined(expression.parts, 'AND');
      return expression.without.length === 0 ? parts : `(${parts} NOT ${joined(expression.without, 'OR')})`;
    }
  }
}

/**
 * The MATCH expression of `query` over a table of the columns `title`, `credit` and `body`, which hold folded texts and
 * are cut at spaces (tokenize='ascii'). Its filters are not in it.
 */
export const expressionOf = ({ expression }: Pick<Query, 'expression'>): string => textOf(expression);
