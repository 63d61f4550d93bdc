/** The completion script for bash 3.2 and later. */
import { withAllBelow, type CommandDefinition, type OptionDefinition, type Wanted } from './definitions.ts';
import { shellQuoted } from './shell-quote.ts';

interface Place {
  /** A pattern of `case` for where it is. */
  readonly pattern: string;
  readonly wanted: Wanted;
}

/** The names of one option are parted by commas; a plus says that it may be given again. */
const optionWord = ({ names, isRepeatable }: OptionDefinition): string =>
  `${names.join(',')}${isRepeatable ? '+' : ''}`;

const branch = (patterns: readonly string[], action: string): string =>
  patterns.length === 0 ? '' : `${patterns.join(' | ')}) ${action} ;;`;

/** Where values of options and arguments stand: `PATH OPTION` and `PATH NUMBER`. */
function placesOf({ path, options, arguments: args, commands }: CommandDefinition): Place[] {
  const words = commands.map(({ name }) => name);
  return [
    ...(words.length === 0
      ? []
      : [{ pattern: shellQuoted(`${path} 0`), wanted: { kind: 'words', words } as const }]),
    ...options.flatMap(({ names, value }) =>
      value === undefined
        ? []
        : names.map((name) => ({ pattern: shellQuoted(`${path} ${name}`), wanted: value.wanted })),
    ),
    ...args.map(({ wanted, isVariadic }, index) => ({
      pattern: isVariadic ? `${shellQuoted(`${path} `)}[0-9]*` : shellQuoted(`${path} ${index}`),
      wanted,
    })),
  ];
}

function placeBranch({ pattern, wanted }: Place): string {
  switch (wanted.kind) {
    case 'words':
      return branch([pattern], `words=${shellQuoted(wanted.words.join(' '))}`);
    case 'file':
      return branch([pattern], 'files=-f');
    case 'folder':
      return branch([pattern], 'files=-d');
    case 'text':
      return '';
  }
}

const indented = (lines: readonly string[], columns: number): string =>
  lines
    .filter((line) => line !== '')
    .map((line) => `${' '.repeat(columns)}${line}`)
    .join('\n');

/** The script, to be sourced. */
export function bashCompletion(program: CommandDefinition): string {
  const all = withAllBelow(program);
  const takers = all.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((name) => shellQuoted(`${path} ${name}`)),
    ),
  );
  const below = all.slice(1).map(({ path }) => shellQuoted(path));
  const options = all.map((each) =>
    branch([shellQuoted(each.path)], `options=${shellQuoted(each.options.map(optionWord).join(' '))}`),
  );
  return `# bash completion of ${program.name}
_${program.name}() {
  local IFS=$' \\t\\n' word="\${COMP_WORDS[COMP_CWORD]}" path=${program.name} option='' given=' ' nth=0
  local before index options='' group names name words='' files=''
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    before="\${COMP_WORDS[index]}"
    if [[ -n $option ]]; then
      # bash makes three words of --option=value
      [[ $before == '=' ]] || option=''
      continue
    fi
    case "$path $before" in
${indented([branch(below, 'path="$path $before" nth=0'), branch(takers, 'option="$before" given+="$before "')], 6)}
      "$path -"*) given+="$before " ;;
      *) nth=$((nth + 1)) ;;
    esac
  done
  [[ -n $option && $word == '=' ]] && word=''
  if [[ -z $option && $word == -* ]]; then
    case "$path" in
${indented(options, 6)}
    esac
    for group in $options; do
      names="\${group%+}" names="\${names//,/ }"
      if [[ $group != *+ ]]; then
        for name in $names; do [[ $given == *" $name "* ]] && names=''; done
      fi
      words+=" $names"
    done
  else
    case "$path \${option:-$nth}" in
${indented(all.flatMap(placesOf).map(placeBranch), 6)}
    esac
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$files" -- "$word")
  elif [[ -n $words ]]; then
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -W "$words" -- "$word")
  fi
}
complete -F _${program.name} ${program.name}
`;
}
