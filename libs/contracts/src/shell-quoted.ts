/** A word as a shell reads it back. */
export function shellQuoted(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** ` -i key=value` for each, as `dome skill run` takes them. */
export function inputWords(input: Readonly<Record<string, unknown>>): string {
  return Object.entries(input)
    .map(([key, value]) => ` -i ${key}=${shellQuoted(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join('');
}
