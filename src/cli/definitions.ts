/** The commands as completion scripts and man pages need them, read from the definitions that the parser uses. */
import type { Argument, Command, Option } from 'commander';

/** What may stand at a place of the command line. */
export type Wanted =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'text' };

/** The value of an option, or an argument. */
export interface Value {
  /** As the help shows it, without brackets and dots. */
  readonly name: string;
  readonly wanted: Wanted;
}

/** One option. */
export interface OptionDefinition {
  /** `-h`, `--help`, or one of the two. */
  readonly names: readonly string[];
  readonly description: string;
  readonly value: Value | undefined;
  readonly isRepeatable: boolean;
  /** Sentences on choices, default and environment, each with its period. */
  readonly facts: readonly string[];
}

/** One argument, in its place of the list. */
export interface ArgumentDefinition extends Value {
  readonly description: string;
  readonly isRequired: boolean;
  readonly isVariadic: boolean;
  readonly facts: readonly string[];
}

/** A command and the commands below it. */
export interface CommandDefinition {
  /** From the program on: `gopherwire serve`. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionDefinition[];
  readonly arguments: readonly ArgumentDefinition[];
  readonly commands: readonly CommandDefinition[];
  /** What commander knows of it. */
  readonly command: Command;
}

/** What is wanted where the help has a placeholder of this name. */
function wantedAt(name: string, choices: readonly string[] | undefined, program: Command): Wanted {
  if (choices !== undefined) return { kind: 'words', words: choices };
  switch (name) {
    case 'command':
      return { kind: 'words', words: program.commands.map((command) => command.name()) };
    case 'file':
    case 'out':
      return { kind: 'file' };
    case 'dir':
      return { kind: 'folder' };
    default:
      return { kind: 'text' };
  }
}

function factsOf({
  argChoices,
  defaultValue,
  defaultValueDescription,
  envVar,
}: Option | (Argument & { readonly envVar?: undefined })): string[] {
  const byDefault = defaultValueDescription ?? (defaultValue === undefined ? '' : String(defaultValue));
  return [
    ...(argChoices === undefined ? [] : [`One of ${argChoices.join(', ')}.`]),
    ...(byDefault === '' ? [] : [`Default: ${byDefault}.`]),
    ...(envVar === undefined ? [] : [`Environment: ${envVar}.`]),
  ];
}

function optionDefinition(option: Option, program: Command): OptionDefinition {
  const { short, long, flags, description, argChoices, parseArg, variadic } = option;
  const name = /[<[](.*)[>\]]$/.exec(flags)?.[1]?.replace(/\.\.\.$/, '');
  return {
    names: [short, long].filter((each) => each !== undefined),
    description,
    value: name === undefined ? undefined : { name, wanted: wantedAt(name, argChoices, program) },
    // a parser that asks for the value before gathers them; that of choices asks and gathers none
    isRepeatable: variadic || (argChoices === undefined && (parseArg?.length ?? 0) > 1),
    facts: factsOf(option),
  };
}

function argumentDefinition(argument: Argument, program: Command): ArgumentDefinition {
  const name = argument.name();
  return {
    name,
    wanted: wantedAt(name, argument.argChoices, program),
    description: argument.description,
    isRequired: argument.required,
    isVariadic: argument.variadic,
    facts: factsOf(argument),
  };
}

/** `command` and all below it, in the order of the help. */
export function definitionOf(command: Command, above?: CommandDefinition): CommandDefinition {
  const program = above?.command ?? command;
  const help = command.createHelp();
  const definition = {
    path: above === undefined ? command.name() : `${above.path} ${command.name()}`,
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map((option) => optionDefinition(option, program)),
    arguments: command.registeredArguments.map((argument) => argumentDefinition(argument, program)),
    command,
  };
  const below = { ...definition, commands: [] };
  return { ...definition, commands: help.visibleCommands(command).map((each) => definitionOf(each, below)) };
}

/** `definition` and all commands below it. */
export function withAllBelow(definition: CommandDefinition): CommandDefinition[] {
  return [definition, ...definition.commands.flatMap(withAllBelow)];
}
