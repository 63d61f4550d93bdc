/** `/view/`: the views there are, and how to name others. */
import { selector, type Host } from '../gopher/item.ts';
import { selectorOf } from './routes.ts';
import { menuFor } from './listing.ts';
import { LISTED_VIEWS, PREFIX, VIEW_HELP, type View } from './view.ts';

/** "us-ascii, 40 columns", "utf-8, unwrapped", "us-ascii, 40 columns, parts of 237 bytes". */
function labelOf({ charset, layout, partBytes }: View): string {
  const columns = layout.kind === 'wrapped' ? `${layout.columns} columns` : layout.kind;
  return `${charset}, ${columns}${partBytes === undefined ? '' : `, parts of ${partBytes} bytes`}`;
}

/** The menu of views, shown in `view`. */
export function viewsMenu(self: Host, view: View): string {
  const menu = menuFor(view, self);
  menu.text('The whole site for other screens').blank();
  for (const listed of LISTED_VIEWS)
    // the host is named so that the item leads out of this view
    menu.item({ type: '1', selector: selector(`${PREFIX}${listed.name}/`), host: self }, labelOf(listed));
  menu.blank().text(`${VIEW_HELP}. Put /view/ and its name before any selector.`);
  menu.text('What a charset has not is transliterated, and the page says so; the words stay.').blank();
  return menu.item({ type: '1', selector: selectorOf({ kind: 'front' }) }, 'Front page').toString();
}
