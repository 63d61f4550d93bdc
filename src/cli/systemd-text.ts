/** Words of a systemd unit [systemd.syntax(7), systemd.service(5)]. */

/**
 * `word` as one word of a line in a unit: quoted where it must be, its backslashes and percent signs doubled.
 * Dollar signs stay, for `ExecStart=:`; `word` holds no control characters.
 */
export function unitWord(word: string): string {
  const escaped = word.replaceAll('%', '%%');
  return /^[\w./%@+,=-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
