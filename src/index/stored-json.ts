/** The value of which JSON.stringify made `text`: what the database and threads hold, this program has written. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- each caller knows what it has stored
export const stored = <T>(text: string): T => JSON.parse(text) as T; // oxlint-disable-line no-unsafe-type-assertion
