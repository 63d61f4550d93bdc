/** `gopherwire render`: exactly what the server would send. */
import { InvalidArgumentError, type Command } from 'commander';
import { RequestDecoder } from '../gopher/request.ts';
import { LIMITS } from '../server/limits.ts';
import { originOf } from '../library/mirror-origin.ts';
import { Bundler } from '../mirror/bundler.ts';
import { Responder } from '../server/responder.ts';
import { Site } from '../site/site.ts';
import { parseView, PREFIX, VIEW_HELP } from '../site/view.ts';
import { openArticles } from './articles.ts';
import { openCollection, QUIET } from './collections.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { print } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { openSigner } from './signing.ts';
import {
  configOption,
  dirOption,
  siteSettings,
  stateOption,
  withSiteOptions,
  type SiteOptions,
} from './site-options.ts';

interface RenderOptions extends SiteOptions {
  readonly dir: string;
  readonly state?: string;
  readonly view?: string;
}

/** `selector` as a client asks for it in the view of this name. */
const inView = (selector: string, view: string | undefined): string =>
  view === undefined ? selector : `${PREFIX}${view}/${selector.replace(/^\//, '')}`;

function parseViewName(value: string): string {
  const view = parseView(value);
  if (view !== undefined) return view.name;
  throw new InvalidArgumentError(`There is no such view. ${VIEW_HELP}.`);
}

async function render(selector: string, _options: unknown, command: Command): Promise<void> {
  const { values: options } = await resolveSettings<RenderOptions>(command, settingNames());
  const folder = await openArticles(options.dir);
  const collection = await openCollection(folder, options.state, QUIET);
  await collection.update();
  const library = new Bundler().over(collection.library, folder.root);
  const site = new Site(
    library,
    siteSettings(options, { signer: await openSigner(options.state), mirrorOf: originOf(folder.root) }),
  );
  const responder = new Responder(site, LIMITS.cacheBytes, (error) => {
    throw error;
  });
  // through the decoder, so that what a client could not ask for is answered as it would be
  const request = new RequestDecoder().push(Buffer.from(`${inView(selector, options.view)}\r\n`));
  if (request?.kind !== 'gopher' && request?.kind !== 'invalid')
    throw new Failure('the server would close the connection without a reply', 'give a selector');
  const reply = await responder.answer(request);
  await collection.stop();
  await print(reply.bytes);
  if (reply.status !== 'ok')
    throw new Failure(
      `nothing is served at this selector (${reply.status})`,
      'find selectors in the menus: gopherwire render /',
    );
}

/** Adds the command to `program`. */
export function addRender(program: Command): void {
  const command = withSiteOptions(
    program
      .command('render')
      .description('print exactly what the server would send')
      .argument('<selector>', 'what a client would ask for; / is the front page')
      .addOption(configOption())
      .addOption(dirOption())
      .addOption(stateOption())
      .option('--view <view>', 'for another screen, such as us-ascii-40', parseViewName),
    'the port that menus name',
  ).action(render);
  withHelpTexts(command, {
    examples: [
      ['gopherwire render /'],
      ['gopherwire render /about.txt'],
      ['gopherwire render /feeds/handbook/ --dir articles'],
      ['gopherwire render /feeds/handbook/ --view us-ascii-40'],
    ],
    exitCodes: [
      [0, 'printed'],
      [1, 'nothing is served there'],
      [2, 'usage'],
    ],
  });
}
