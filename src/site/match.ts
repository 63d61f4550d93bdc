/** Whether an article is what a search looks for: the plain definition, of which an index gives the same without looking at each. */
import { passes, type Filtered } from './search-filters.ts';
import type { Expression, Query, Run } from './search-query.ts';

/** An article as searches see it; its texts are folded. */
export interface Searched extends Filtered {
  readonly title: string;
  /** Publisher and authors. */
  readonly credit: string;
  readonly body: string;
}

/** Whether the words of `run` stand in `text`, which is folded, in a row. */
function stands({ words, isPrefix }: Run, text: string): boolean {
  const wanted = ` ${words.join(' ')}`;
  return ` ${text} `.includes(isPrefix ? wanted : `${wanted} `);
}

function holds(expression: Expression, article: Searched): boolean {
  switch (expression.kind) {
    case 'run': {
      const { title, credit, body } = article;
      const places = expression.place === 'credit' ? [credit] : [title, credit, body];
      return places.some((text) => stands(expression, text));
    }
    case 'all':
      return (
        expression.parts.every((part) => holds(part, article)) &&
        !expression.without.some((part) => holds(part, article))
      );
    case 'any':
      return expression.parts.some((part) => holds(part, article));
  }
}

/** Whether `article` is one that `query` looks for. Cost: linear in its texts, for each word. */
export const matches = ({ expression, filters }: Query, article: Searched): boolean =>
  passes(filters, article) && holds(expression, article);

const runsOf = (expression: Expression): readonly Run[] =>
  expression.kind === 'run' ? [expression] : expression.parts.flatMap(runsOf);

/** The runs of `query` that an article may show, in the order in which they were written. */
export const wantedRuns = ({ expression }: Query): readonly Run[] => runsOf(expression);
