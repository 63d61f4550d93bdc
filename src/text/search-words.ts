/** How a text becomes words that can be found. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of `text`, parted by spaces. */
export const foldedText = (text: string): string => wordsOf(text).join(' ');
