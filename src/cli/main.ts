/** The command line: commands, exit codes, and the one place where failures become messages. */
import { Command, CommanderError } from 'commander';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { tell } from './output.ts';
import { version } from './version.ts';

type AddCommand = (program: Command) => void;

/** What each command is made by. A command is loaded only when it is asked for, or all are listed: the daemon starts sooner. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import('./serve.ts')).addServe,
  check: async () => (await import('./check.ts')).addCheck,
  search: async () => (await import('./search.ts')).addSearch,
  status: async () => (await import('./status.ts')).addStatus,
  render: async () => (await import('./render.ts')).addRender,
  add: async () => (await import('./add.ts')).addAdd,
  sync: async () => (await import('./sync.ts')).addSync,
  mirror: async () => (await import('./mirror.ts')).addMirror,
  queue: async () => (await import('./queue.ts')).addQueue,
  approve: async () => (await import('./approve.ts')).addApprove,
  refuse: async () => (await import('./refuse.ts')).addRefuse,
  withdraw: async () => (await import('./withdraw.ts')).addWithdraw,
  export: async () => (await import('./export.ts')).addExport,
  verify: async () => (await import('./verify.ts')).addVerify,
  keys: async () => (await import('./keys.ts')).addKeys,
  config: async () => (await import('./config.ts')).addConfig,
  unit: async () => (await import('./unit.ts')).addUnit,
  completion: async () => (await import('./completion.ts')).addCompletion,
  man: async () => (await import('./man.ts')).addMan,
};
/** These tell of all others. */
const OVERVIEWS = new Set(['completion', 'man']);

async function makeProgram(asked: string | undefined): Promise<Command> {
  const program = new Command('gopherwire')
    .description(
      'A newswire for Gopherspace: openly licensed articles, with credit, licence and source on every copy.',
    )
    .version(version(), '-V, --version')
    .showHelpAfterError('(--help tells more)')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();
  const isOne = asked !== undefined && Object.hasOwn(COMMANDS, asked) && !OVERVIEWS.has(asked);
  for (const name of isOne ? [asked] : Object.keys(COMMANDS)) (await COMMANDS[name]?.())?.(program);
  return withHelpTexts(program, {
    examples: [['gopherwire serve articles', 'then: curl gopher://localhost:7070/']],
    exitCodes: [
      [0, 'ok'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'documents held or refused'],
      [4, 'an upstream failed'],
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
    await (await makeProgram(process.argv[2])).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof Failure) {
      tell(`gopherwire: ${error.message}\n  fix: ${error.fix.replaceAll('\n', '\n  ')}`);
      process.exitCode = error.exitCode;
    } else throw error;
  }
}

await main();
