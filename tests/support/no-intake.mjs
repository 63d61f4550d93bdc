/** Preloaded with `NODE_OPTIONS=--import`: what reads feeds and pages is not there. */
import { without } from './without-modules.mjs';

without('feedsmith', 'htmlparser2', 'linkedom', '@mozilla/readability');
