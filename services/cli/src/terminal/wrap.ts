import { widthOf } from './style.ts';

/**
 * The text in lines of at most so many columns, broken between words. A word that is longer stands alone, uncut: it may
 * be something to copy.
 */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const [first = '', ...words] = text.trimEnd().split(/ +(?=\S)/);
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    const longer = `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

/** Names and what is said of them, the second wrapped beside the first. */
export function factLines(
  facts: readonly (readonly [name: string, text: string])[],
  { indent, width }: { readonly indent: number; readonly width: number },
): string[] {
  const nameWidth = Math.max(0, ...facts.map(([name]) => widthOf(name))) + 2;
  const margin = ' '.repeat(indent);
  return facts.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrapText(text, width - indent - nameWidth);
    const beside = `${margin}${name}${' '.repeat(nameWidth - widthOf(name))}${first}`;
    return [beside, ...rest.map((line) => `${margin}${' '.repeat(nameWidth)}${line}`)].map((line) => line.trimEnd());
  });
}
