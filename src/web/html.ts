/** HTML. Only this file makes it of text, so that no text can become markup. */
import { escapeMarkup } from '../text/markup.ts';

class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** HTML, safe to send. */
export type Html = Markup;

const written = (value: string | Html | readonly Html[] | undefined): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  return value instanceof Markup ? value.text : value.map(({ text }) => text).join('');
};

/**
 * HTML of a template. A string in it is text: escaped, without control and bidi characters; attributes stand between
 * double quotes. `undefined` is nothing.
 */
export function markup(
  template: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[] | undefined)[]
): Html {
  return new Markup(
    template
      .map((literal, index) => literal + (index < values.length ? written(values[index]) : ''))
      .join(''),
  );
}

/** `parts` with `between` between them. */
export const joined = (parts: readonly Html[], between: Html): Html =>
  new Markup(parts.map(({ text }) => text).join(between.text));
