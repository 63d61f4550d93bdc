/** What kinds of elements HTML has. */

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** [HTML 13.1.2] elements without content and without an end tag. */
export const VOID: ReadonlySet<string> = setOf(
  'area base basefont br col embed frame hr img input keygen link meta param source track wbr',
);
/** [HTML 13.2.5] elements whose content is text alone, tags and all. */
export const RAW: ReadonlySet<string> = setOf(
  'script style textarea title iframe xmp noembed noframes plaintext',
);
/** Elements that begin and end on lines of their own. */
const BLOCKS = setOf(
  'address article aside blockquote body caption center colgroup dd details dialog dir div dl dt fieldset ' +
    'figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ' +
    'ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp',
);

/** Whether the element `name` parts the text before it from its own, and its own from the text behind it. */
export const isBlock = (name: string): boolean => BLOCKS.has(name);
