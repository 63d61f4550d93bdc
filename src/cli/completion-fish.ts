/** The completion script for fish 3 and later. */
import { withAllBelow, type CommandDefinition, type OptionDefinition, type Wanted } from './definitions.ts';

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

function wantedFlags(wanted: Wanted): string {
  switch (wanted.kind) {
    case 'words':
      return ` -a ${quoted(wanted.words.join(' '))}`;
    case 'file':
      return ' -F';
    case 'folder':
      return " -a '(__fish_complete_directories)'";
    case 'text':
      return '';
  }
}

const nameFlag = (name: string): string =>
  name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;

// -r wants a value, and offers files too; -x offers none
const takenFlags = (wanted: Wanted): string =>
  `${wanted.kind === 'file' ? '-r' : '-x'}${wantedFlags(wanted)}`;

/** The script, to be sourced or put in ~/.config/fish/completions. */
export function fishCompletion(program: CommandDefinition): string {
  const at = `__${program.name}_at`;
  const all = withAllBelow(program);
  const lineWith = (condition: string, flags: string): string =>
    `complete -c ${program.name} -n ${quoted(condition)}${flags}`;

  const optionLine = (path: string, option: OptionDefinition): string => {
    const { names, description, value, isRepeatable } = option;
    const once = isRepeatable ? '' : ` ${names.join(' ')}`;
    const flags = names.map(nameFlag).join(' ');
    const taken = value === undefined ? '' : ` ${takenFlags(value.wanted)}`;
    return lineWith(`${at} ${quoted(path)}${once}`, ` ${flags}${taken} -d ${quoted(description)}`);
  };
  const linesOf = ({ path, options, arguments: args, commands }: CommandDefinition): string[] => [
    ...commands.map(({ name, description }) =>
      lineWith(`${at} ${quoted(path)} 0`, ` -a ${name} -d ${quoted(description)}`),
    ),
    ...options.map((option) => optionLine(path, option)),
    ...args.flatMap(({ wanted, isVariadic }, index) =>
      wanted.kind === 'text'
        ? []
        : [lineWith(`${at} ${quoted(path)}${isVariadic ? ' any' : ` ${index}`}`, wantedFlags(wanted))],
    ),
  ];
  const takers = all.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((name) => quoted(`${path} ${name}`)),
    ),
  );
  const below = all.slice(1).map(({ path }) => quoted(path));
  return `# fish completion of ${program.name}
# whether the words so far are of this command and, in the second place, lead to this argument,
# or hold none of these options
function ${at}
    set -l path ${program.name}
    set -l nth 0
    set -l option
    set -l given
    for word in (commandline -opc)[2..]
        if test -n "$option"
            set -a given $option
            set option
            continue
        end
        switch "$path $word"
            case ${below.join(' ')}
                set path "$path $word"
                set nth 0
            case ${takers.join(' ')}
                set option $word
            case "$path -*"
                set -a given (string replace -r '=.*' '' -- $word)
            case '*'
                set nth (math $nth + 1)
        end
    end
    test "$path" = "$argv[1]"; or return 1
    switch "$argv[2]"
        case any
            test -z "$option"
        case '-*'
            for name in $argv[2..]
                contains -- $name $given; and return 1
            end
            return 0
        case '?*'
            test -z "$option" -a $nth = $argv[2]
    end
end
complete -c ${program.name} -f
${all.flatMap(linesOf).join('\n')}
`;
}
