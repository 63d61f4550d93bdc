/** The command line: commands, exit codes, and the one place where failures become messages. */
import { Command, CommanderError } from 'commander';
import { addAdd } from './add.ts';
import { addCheck } from './check.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { addMan } from './man.ts';
import { tell } from './output.ts';
import { addRender } from './render.ts';
import { addServe } from './serve.ts';
import { addUnit } from './unit.ts';
import { version } from './version.ts';

function makeProgram(): Command {
  const program = new Command('gopherwire')
    .description(
      'A newswire for Gopherspace: openly licensed articles, with credit, licence and source on every copy.',
    )
    .version(version(), '-V, --version')
    .showHelpAfterError('(--help tells more)')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();
  for (const addCommand of [addServe, addCheck, addRender, addAdd, addConfig, addUnit, addCompletion, addMan])
    addCommand(program);
  return withHelpTexts(program, {
    examples: [['gopherwire serve articles', 'then: curl gopher://localhost:7070/']],
    exitCodes: [
      [0, 'ok'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'documents held or refused'],
    ],
  });
}

async function main(): Promise<void> {
  // a reader that has seen enough (| head) ends the program quietly
  process.stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0);
    tell(`gopherwire: standard output cannot be written: ${error.message}`);
    process.exit(1);
  });
  // whoever reads the messages may go away: the work goes on
  process.stderr.on('error', () => undefined);
  try {
    await makeProgram().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof Failure) {
      tell(`gopherwire: ${error.message}\n  fix: ${error.fix.replaceAll('\n', '\n  ')}`);
      process.exitCode = error.exitCode;
    } else throw error;
  }
}

await main();
