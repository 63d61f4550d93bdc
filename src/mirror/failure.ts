/** What ends a round of a mirror. */

/** The upstream cannot be reached, or does not do as a gopherwire that can be mirrored. */
export class MirrorFailure extends Error {
  readonly code = 'mirror-failure';
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MirrorFailure';
    this.fix = fix;
  }
}

/** What was had does not fit together: the upstream may have changed in between, and is asked once more. */
export class DoesNotFit extends MirrorFailure {}

/** The upstream keeps no journal: it is no gopherwire, or one that cannot be mirrored. */
export class NoJournal extends MirrorFailure {}

export const LATER = 'run it again later: what is here stays, and it goes on from there';
