/** Words that YAML 1.1 took for a boolean, and what they meant. */
const ONCE_BOOLEAN: Readonly<Record<string, boolean>> = {
  yes: true,
  y: true,
  on: true,
  no: false,
  n: false,
  off: false,
};

/** What to write for such a word; undefined for any other text. */
export function booleanHint(text: string): string | undefined {
  const word = text.toLowerCase();
  return Object.hasOwn(ONCE_BOOLEAN, word) ? `In YAML 1.2, ${text} is text: write ${ONCE_BOOLEAN[word]}.` : undefined;
}
