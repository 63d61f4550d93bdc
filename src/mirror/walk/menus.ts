/** The documents that the menus of a server lead to, those of the first menus first; menus above the one that was given are not read. */
import { readGopherMenu, type MenuEntry } from '../../gopher/read-menu.ts';
import type { Robots } from '../../library/robots.ts';
import type { Upstream } from '../ask.ts';
import { MirrorFailure } from '../failure.ts';
import { permits } from './manners.ts';
import type { Requests } from './requests.ts';

/** Menus may lead to each other without end. */
const MAX_MENUS = 1_000;
const MAX_MENU_BYTES: number = 1024 * 1024;
/** All that they name is kept in memory, and held against the rules of robots.txt. */
const MAX_ITEMS = 200_000;
/** [RFC1436-2] what is longer is no selector; each that was asked for is written down. */
const MAX_SELECTOR_CHARACTERS = 255;

/** What was not looked at: `left` for lack of room, `forbidden` by robots.txt. */
export interface PassedOver {
  left: number;
  forbidden: number;
}

/** The selectors of the documents below the menu that is the address of `upstream`, each once. Throws a {@link MirrorFailure}. */
export async function* documentsBelow(
  upstream: Upstream,
  robots: Robots,
  requests: Requests,
  passedOver: PassedOver,
): AsyncGenerator<string> {
  const { host, selector: top } = upstream.address;
  if (!permits(robots, top))
    throw new MirrorFailure(
      `robots.txt of ${upstream.name} keeps programs from there`,
      'ask its operator to allow it to gopherwire',
    );
  const entriesOf = (menu: string): readonly MenuEntry[] =>
    readGopherMenu(menu, host).filter(({ selector }) => selector.length <= MAX_SELECTOR_CHARACTERS);
  const first = entriesOf(await upstream.text(top, MAX_MENU_BYTES));
  if (first.length === 0)
    throw new MirrorFailure(
      `the menu ${upstream.name} lists nothing that is on this server`,
      'look at it: where it calls its server by another name, give that one; else give another menu',
    );
  const seen = new Set<string>([top]);
  const menus = [first];
  let asked = 1;
  for (const menu of menus)
    for (const { kind, selector } of menu) {
      // both lead to the first menu of a server
      const key = selector === '/' ? '' : selector;
      if (seen.has(key)) continue;
      if (seen.size >= MAX_ITEMS) {
        passedOver.left++;
        return;
      }
      seen.add(key);
      if (!permits(robots, selector)) passedOver.forbidden++;
      else if (kind === 'document') yield selector;
      else if (!selector.startsWith(top)) continue;
      else if (asked++ >= MAX_MENUS) passedOver.left++;
      else if (requests.isDue(selector)) {
        const reply = await requests.ask('1', selector, MAX_MENU_BYTES);
        menus.push(entriesOf(reply?.toString('utf8') ?? ''));
      }
    }
}
