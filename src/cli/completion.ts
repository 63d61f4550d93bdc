/** `gopherwire completion`: scripts that let a shell complete the command line. */
import { Argument, type Command } from 'commander';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import { definitionOf } from './definitions.ts';
import { withHelpTexts } from './help-texts.ts';
import { print } from './output.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Adds the command to `program`. */
export function addCompletion(program: Command): void {
  const command = program
    .command('completion')
    .description('print a script with which a shell completes commands, options and files')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS) => print(SCRIPTS[shell](definitionOf(program))));
  withHelpTexts(command, {
    examples: [
      ['source <(gopherwire completion bash)', 'in ~/.bashrc'],
      ['source <(gopherwire completion zsh)', 'in ~/.zshrc, after compinit'],
      ['gopherwire completion fish > ~/.config/fish/completions/gopherwire.fish'],
    ],
    notes: [
      'For every user the scripts go below /usr/local/share: bash-completion/completions/gopherwire, zsh/site-functions/_gopherwire, fish/vendor_completions.d/gopherwire.fish.',
    ],
    exitCodes: [
      [0, 'printed'],
      [2, 'usage'],
    ],
  });
}
