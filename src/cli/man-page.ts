/** Man pages from the definitions of the commands and from what their help says. */
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from './definitions.ts';
import { helpTextsOf } from './help-texts.ts';
import { bold, italic, literalLine, roffEscaped, roffText, section, term } from './roff.ts';

/** What stands at the edges of a page. */
export interface PageFacts {
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date: string;
}

const FILES: readonly (readonly [name: string, what: string])[] = [
  [
    'articles',
    'The folder of articles where none is given: a folder a feed, with years and months below it.',
  ],
  ['feed.toml', 'In the folder of a feed: its name, description, publisher and licence.'],
  ['gophermap', 'In the folder of a feed: what its menu shows above the articles.'],
];

/** `text` as a sentence; an address or a command at its beginning is left as it is typed. */
function sentence(text: string): string {
  const isTyped = /^(?:[a-z]+:|gopherwire )/.test(text);
  const begun = isTyped ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function optionLines({ names, value, description, facts }: OptionDefinition): string[] {
  const head = names.map(bold).join(', ');
  const shown = value === undefined ? head : `${head} ${italic(value.name)}`;
  return term(shown, [sentence(description), ...facts].join(' '));
}

const argumentLines = ({ name, description, facts }: ArgumentDefinition): string[] =>
  description === '' && facts.length === 0
    ? []
    : term(italic(name), [sentence(description), ...facts].join(' '));

function synopsis({ path, options, arguments: args, commands }: CommandDefinition): string {
  const words = args.map(({ name, isRequired, isVariadic }) => {
    const shown = `${italic(name)}${isVariadic ? ' ...' : ''}`;
    return isRequired ? shown : `[${shown}]`;
  });
  return [
    bold(path),
    ...(options.length === 0 ? [] : [`[${italic('options')}]`]),
    ...words,
    ...(commands.length === 0 ? [] : [`${italic('command')} ...`]),
  ].join(' ');
}

/** Help is told of once, on the page of the program. */
const isOwn = ({ names }: OptionDefinition): boolean => !names.includes('--help');

const noteLines = ({ command }: CommandDefinition): string[] =>
  (helpTextsOf(command).notes ?? []).flatMap((note) => ['.PP', ...roffText(note)]);

const exampleLines = ({ command }: CommandDefinition): string[] =>
  helpTextsOf(command).examples.flatMap(([line, meaning]) => literalLine(line, meaning));

const exitLines = ({ command }: CommandDefinition): string[] =>
  helpTextsOf(command).exitCodes.flatMap(([code, meaning]) => term(bold(String(code)), sentence(meaning)));

const commandLines = (definition: CommandDefinition): string[] => [
  `.SS ${synopsis(definition)}`,
  ...roffText(sentence(definition.description)),
  ...noteLines(definition),
  ...definition.arguments.flatMap(argumentLines),
  ...definition.options.filter(isOwn).flatMap(optionLines),
];

function page(
  definition: CommandDefinition,
  facts: PageFacts,
  sections: readonly (readonly string[])[],
): string {
  const name = definition.path.replaceAll(' ', '-');
  const [program = ''] = definition.path.split(' ');
  const lines = [
    `.TH ${roffEscaped(name.toUpperCase())} 1 ${facts.date} "${program} ${facts.version}" "User Commands"`,
    // left-adjusted and unhyphenated, so that commands and paths are shown as they are typed
    '.ad l',
    '.nh',
    ...section('NAME', roffText(`${name} - ${definition.description.replace(/\.$/, '')}`)),
    ...section('SYNOPSIS', [synopsis(definition)]),
    ...sections.flat(),
  ];
  return `${lines.join('\n')}\n`;
}

/** The page of the program, with every command. */
export function programPage(program: CommandDefinition, facts: PageFacts): string {
  const files = FILES.flatMap(([name, what]) => term(italic(name), what));
  return page(program, facts, [
    section('DESCRIPTION', [
      ...roffText(
        'A small daemon for the gopher protocol, and the commands that keep its folder of articles. Each article is a text file that names publisher, licence and source; without them it is held: neither served nor linked.',
      ),
      ...noteLines(program),
    ]),
    section('OPTIONS', program.options.flatMap(optionLines)),
    section('COMMANDS', program.commands.flatMap(commandLines)),
    section('EXAMPLES', [program, ...program.commands].flatMap(exampleLines)),
    section('EXIT STATUS', exitLines(program)),
    section(
      'ENVIRONMENT',
      term(bold('NO_COLOR'), 'No colours on a terminal, where this is set and not empty.'),
    ),
    section('FILES', files),
    section('SEE ALSO', [`${bold('curl')}(1), ${bold('lynx')}(1), ${bold('systemd.service')}(5)`]),
  ]);
}

/** The page of one command. */
export function commandPage(definition: CommandDefinition, facts: PageFacts): string {
  const [program = ''] = definition.path.split(' ');
  return page(definition, facts, [
    section('DESCRIPTION', [...roffText(sentence(definition.description)), ...noteLines(definition)]),
    section('ARGUMENTS', definition.arguments.flatMap(argumentLines)),
    section('OPTIONS', definition.options.flatMap(optionLines)),
    section('EXAMPLES', exampleLines(definition)),
    section('EXIT STATUS', exitLines(definition)),
    section('SEE ALSO', [`${bold(program)}(1)`]),
  ]);
}
