/** What feed.toml and gophermap say of a folder, as text for the database. */
import { licenceById } from '../article/licences.ts';
import type { FolderFacts } from '../library/folders.ts';
import { stored } from './stored-json.ts';

interface StoredFacts extends Omit<FolderFacts, 'defaultLicence'> {
  readonly defaultLicence?: { readonly id: string; readonly evidence: string };
}

/** `facts` as text. */
export function factsText({ defaultLicence, ...facts }: FolderFacts): string {
  const kept: StoredFacts =
    defaultLicence === undefined
      ? facts
      : { ...facts, defaultLicence: { id: defaultLicence.licence.id, evidence: defaultLicence.evidence } };
  return JSON.stringify(kept);
}

/** The facts of which {@link factsText} made `text`. */
export function factsFrom(text: string): FolderFacts {
  const { defaultLicence, ...facts } = stored<StoredFacts>(text);
  const licence = defaultLicence && licenceById(defaultLicence.id);
  return licence === undefined || defaultLicence === undefined
    ? facts
    : { ...facts, defaultLicence: { licence, evidence: defaultLicence.evidence } };
}
