/** The completion script for zsh: a function a command, each for _arguments. */
import { withAllBelow, type CommandDefinition, type OptionDefinition, type Value } from './definitions.ts';
import { shellQuoted } from './shell-quote.ts';

const functionName = (path: string): string => `_${path.replaceAll(/[^\w]/g, '_')}`;

/** `text` as a part of a specification, in which colons and brackets part the parts. */
const plain = (text: string): string => text.replaceAll(/[\\:[\]]/g, String.raw`\$&`);

function actionOf({ wanted }: Value): string {
  switch (wanted.kind) {
    case 'words':
      return `(${wanted.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
  }
}

function optionSpecs({ names, description, value, isRepeatable }: OptionDefinition): string[] {
  const tail = `[${plain(description)}]${value === undefined ? '' : `:${plain(value.name)}:${actionOf(value)}`}`;
  return names.map((name) => {
    const excluded = isRepeatable ? '*' : `(${names.join(' ')})`;
    const form = name.startsWith('--') && value !== undefined ? `${name}=` : name;
    return `${excluded}${form}${tail}`;
  });
}

function specsOf({ options, arguments: args, commands }: CommandDefinition): string[] {
  return [
    ...options.flatMap(optionSpecs),
    ...args.map(({ isVariadic, isRequired, ...value }, index) => {
      const place = isVariadic ? '*' : `${index + 1}`;
      return `${place}${isVariadic || isRequired ? ':' : '::'}${plain(value.name)}:${actionOf(value)}`;
    }),
    ...(commands.length === 0 ? [] : ['1: :->command', '*:: :->rest']),
  ];
}

function stateLines({ commands }: CommandDefinition): string[] {
  if (commands.length === 0) return [];
  return [
    '  case $state in',
    '    command)',
    '      commands=(',
    ...commands.map(({ name, description }) => `        ${shellQuoted(`${plain(name)}:${description}`)}`),
    '      )',
    '      _describe command commands ;;',
    '    rest)',
    '      case $line[1] in',
    ...commands.map(({ name, path }) => `        ${name}) ${functionName(path)} ;;`),
    '      esac ;;',
    '  esac',
  ];
}

function functionOf(definition: CommandDefinition): string {
  const specs = specsOf(definition).map((spec) => `    ${shellQuoted(spec)}`);
  const lines = [
    `${functionName(definition.path)}() {`,
    '  local curcontext="$curcontext" state line',
    '  local -a commands',
    '  typeset -A opt_args',
    ['  _arguments -C', ...specs].join(' \\\n'),
    ...stateLines(definition),
    '}',
  ];
  return lines.join('\n');
}

/** The script, to be sourced or put in a folder of $fpath as _NAME. */
export function zshCompletion(program: CommandDefinition): string {
  const main = functionName(program.path);
  return `#compdef ${program.name}
# zsh completion of ${program.name}
${withAllBelow(program).map(functionOf).join('\n')}
# from $fpath this file is the function itself
if [[ $funcstack[1] == ${main} ]]; then ${main} "$@"; else compdef ${main} ${program.name}; fi
`;
}
