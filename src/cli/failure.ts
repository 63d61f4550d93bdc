/** What ends a command, as people and programs see it. */

/** Exit codes: 0 ok, 1 failure, 2 usage, 3 documents held or refused, 4 an upstream failed. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** A command cannot go on: what is wrong and, in `fix`, what to do. */
export class Failure extends Error {
  readonly code = 'failure';
  readonly fix: string;
  readonly exitCode: ExitCode;

  constructor(message: string, fix: string, exitCode: ExitCode = 1, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.fix = fix;
    this.exitCode = exitCode;
  }
}
