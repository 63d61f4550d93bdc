/** `/view/`: the views there are, and how to name others. */
import { selector, type Host } from '../gopher/item.ts';
import type { Page } from '../gopher/page-writer.ts';
import { VIEWS_LABEL } from './front-page.ts';
import { addRoute, FRONT_LABEL } from './listing.ts';
import { LISTED_VIEWS, PREFIX, VIEW_HELP, type View } from './view.ts';

/** "us-ascii, 40 columns", "utf-8, unwrapped", "us-ascii, 40 columns, parts of 237 bytes". */
function labelOf({ charset, layout, partBytes }: View): string {
  const columns = layout.kind === 'wrapped' ? `${layout.columns} columns` : layout.kind;
  return `${charset}, ${columns}${partBytes === undefined ? '' : `, parts of ${partBytes} bytes`}`;
}

/** The page of views. */
export const viewsPage = (self: Host): Page => ({
  title: VIEWS_LABEL,
  write(writer) {
    writer.title('The whole site for other screens').blank();
    for (const group of LISTED_VIEWS) {
      for (const listed of group)
        // the host is named so that the item leads out of the view in which the page is shown
        writer.item(
          { type: '1', selector: selector(`${PREFIX}${listed.name}/`), host: self },
          labelOf(listed),
        );
      writer.blank();
    }
    writer.text(`${VIEW_HELP}. Put /view/ and its name before any selector.`);
    writer.text('What a charset has not is transliterated, and the page says so; the words stay.').blank();
    addRoute(writer.wayOn(), { kind: 'front' }, FRONT_LABEL);
  },
});
