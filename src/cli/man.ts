/** `gopherwire man`: the manual, as a man page. */
import type { Command } from 'commander';
import { definitionOf } from './definitions.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { commandPage, programPage, type PageFacts } from './man-page.ts';
import { print } from './output.ts';
import { version } from './version.ts';

/** Today, or what SOURCE_DATE_EPOCH says, so that packages can be built twice alike [reproducible-builds.org]. */
function pageFacts(): PageFacts {
  const epoch = process.env['SOURCE_DATE_EPOCH'] ?? '';
  const date = /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
  return { version: version(), date: date.toISOString().slice(0, 10) };
}

async function man(program: Command, name: string | undefined): Promise<void> {
  const definition = definitionOf(program);
  if (name === undefined) return print(programPage(definition, pageFacts()));
  const command = definition.commands.find((each) => each.name === name);
  if (command === undefined)
    throw new Failure(
      `there is no command ${name}`,
      `give one of these: ${definition.commands.map((each) => each.name).join(', ')}`,
      2,
    );
  return print(commandPage(command, pageFacts()));
}

/** Adds the command to `program`. */
export function addMan(program: Command): void {
  const command = program
    .command('man')
    .description('print the manual, or that of one command, as a man page')
    .argument('[command]', 'the command; without one the whole manual')
    .action((name: string | undefined) => man(program, name));
  withHelpTexts(command, {
    examples: [
      ['gopherwire man | man -l -', 'read it'],
      ['gopherwire man > /usr/local/share/man/man1/gopherwire.1', 'then: man gopherwire'],
    ],
    exitCodes: [
      [0, 'printed'],
      [2, 'usage'],
    ],
  });
}
