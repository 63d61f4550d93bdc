/** Under which licence an article is passed on, and by what that is proved. */
import { saysTermsOf } from '../../article/licence-names.ts';
import type { Licence } from '../../article/licences.ts';
import type { DefaultLicence } from '../../site/library.ts';
import type { LicenceStatement } from '../offer.ts';
import { isBareNotice, isNoticeOfOther } from './notices.ts';
import { plainLine } from './plain.ts';
import { meaningOf, type Meaning } from './rights.ts';
import { withholds } from './withheld.ts';

/** A licence and what proves it, for people; or why an article is held, and what would help. */
export type LicenceDecision =
  | {
      readonly licence: Licence;
      readonly evidence: string;
      /** Whether nothing but the default of feed.toml gives it. */
      readonly isDefault?: boolean;
    }
  | { readonly held: string; readonly fix: string };

interface Said {
  readonly statement: LicenceStatement;
  readonly meaning: Meaning;
}

const quoted = ({ words, where }: LicenceStatement): string => `"${plainLine(words, 120)}" (${where})`;

/** What is given as a licence is one, though it be none that is known: "GFDL". */
function meaningAt({ words, where, scope }: LicenceStatement): Meaning {
  if (scope === 'text' && withholds(words)) return { kind: 'unknown' };
  const meaning = meaningOf(words);
  return meaning.kind === 'nothing' && /licen[cs]e/i.test(where) ? { kind: 'unknown' } : meaning;
}

/** What is said where a text belongs to `owners`: a field on rights has a licence, or says that they own it. */
function meaningFor(statement: LicenceStatement, owners: readonly string[]): Meaning {
  const meaning = meaningAt(statement);
  const { words, where } = statement;
  if (meaning.kind !== 'nothing') return meaning;
  const isKept = /rights|copyright/i.test(where)
    ? !isBareNotice(words, owners)
    : isNoticeOfOther(words, owners);
  return isKept ? { kind: 'unknown' } : meaning;
}

/** Whether nothing of `statements` could grant a licence, or forbid one. */
export const isUnstated = (statements: readonly LicenceStatement[]): boolean =>
  statements.every((statement) => statement.scope === 'text' || meaningAt(statement).kind === 'nothing');

/** What the statements of one scope say together; `undefined` when they say nothing. A name without version is a string. */
function together(said: readonly Said[]): LicenceDecision | Said | undefined {
  const unknown = said.find(({ meaning }) => meaning.kind === 'unknown');
  if (unknown !== undefined)
    return {
      held: `what is said of the rights is no licence that is known here: ${quoted(unknown.statement)}`,
      fix: 'ask the publisher under which open licence it may be passed on',
    };
  const firsts = said.flatMap(({ statement, meaning }) =>
    meaning.kind === 'licence' ? [{ statement, licence: meaning.licence }] : [],
  );
  const open = said.find(({ meaning }) => meaning.kind === 'no-version');
  const [first] = firsts;
  if (first === undefined) return open;
  const other =
    firsts.find(({ licence }) => licence !== first.licence)?.statement ??
    said.find(({ meaning }) => meaning.kind === 'no-version' && !saysTermsOf(meaning.name, first.licence))
      ?.statement;
  if (other !== undefined)
    return {
      held: `two licences are stated: ${quoted(first.statement)} and ${quoted(other)}`,
      fix: 'ask the publisher which one holds',
    };
  return {
    licence: first.licence,
    evidence: `${first.statement.where}: ${plainLine(first.statement.words, 300)}`,
  };
}

/** `decision`, where it is what a name without version before it means. */
function completing(open: Said | undefined, decision: LicenceDecision): LicenceDecision {
  if (open === undefined || open.meaning.kind !== 'no-version' || 'held' in decision) return decision;
  if (saysTermsOf(open.meaning.name, decision.licence))
    return { ...decision, evidence: `${quoted(open.statement)}; ${decision.evidence}` };
  return withoutVersion(open);
}

const withoutVersion = ({ statement }: Said): LicenceDecision => ({
  held: `the licence is named without its version: ${quoted(statement)}`,
  fix: 'ask the publisher for the version, and give it in feed.toml as default with its evidence',
});

/** `decision`, unless a sentence of the text says otherwise. */
function unlessDenied(decision: LicenceDecision, said: readonly Said[]): LicenceDecision {
  if ('held' in decision) return decision;
  const { licence } = decision;
  const denial = said.find(
    ({ meaning }) =>
      meaning.kind === 'unknown' ||
      (meaning.kind === 'licence' && meaning.licence !== licence) ||
      (meaning.kind === 'no-version' && !saysTermsOf(meaning.name, licence)),
  );
  if (denial === undefined) return decision;
  return {
    held: `its licence would be ${licence.name}, and a sentence says otherwise: ${quoted(denial.statement)}`,
    fix: 'look at it at its source; ask the publisher whether it may be passed on',
  };
}

/**
 * The licence by what is stated: what the item says stands before what its feed says, and that before the default of
 * feed.toml, which needs its evidence. A name without version is completed by the next of these with the same terms.
 * Conflicts and what is not understood are held, and so is what a sentence of the text takes back, or the notice of
 * somebody who is none of `owners`, the names of publisher and authors; nothing is guessed.
 */
export function decideLicence(
  statements: readonly LicenceStatement[],
  feedDefault: DefaultLicence | undefined,
  owners: readonly string[],
): LicenceDecision {
  const said = statements
    .map((statement) => ({ statement, meaning: meaningFor(statement, owners) }))
    .filter(({ meaning }) => meaning.kind !== 'nothing');
  return unlessDenied(
    grantedBy(said, feedDefault),
    said.filter(({ statement }) => statement.scope === 'text'),
  );
}

function grantedBy(said: readonly Said[], feedDefault: DefaultLicence | undefined): LicenceDecision {
  let open: Said | undefined;
  for (const scope of ['item', 'feed'] as const) {
    const found = together(said.filter(({ statement }) => statement.scope === scope));
    if (found === undefined) continue;
    if (!('meaning' in found)) return completing(open, found);
    open ??= found;
  }
  if (feedDefault !== undefined) {
    const evidence = `the default of feed.toml: ${feedDefault.evidence}`;
    return completing(open, { licence: feedDefault.licence, evidence, isDefault: true });
  }
  if (open !== undefined) return withoutVersion(open);
  return {
    held: 'no licence is stated, neither with the item nor with the feed',
    fix: 'where the publisher grants one for everything, give it in feed.toml as default with its evidence',
  };
}
