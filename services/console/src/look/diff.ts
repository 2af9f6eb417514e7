// A unified diff as lines of a kind, as `diff -u` and `git diff` write it. Pure.
export interface DiffLine {
  readonly kind: 'file' | 'hunk' | 'added' | 'removed' | 'same';
  readonly text: string;
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/** A text with a file before and after, and a place in it. */
export const isDiff = (text: string): boolean => /^--- .*\n\+\+\+ .*\n@@ -\d/m.test(text);

export function diffLines(text: string): DiffLine[] {
  /** How many lines of the hunk are still to come, before and after: a line of it may look like the name of a file. */
  let [before, after] = [0, 0];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line): DiffLine => {
      const hunk = HUNK.exec(line);
      if (hunk !== null && before <= 0 && after <= 0) {
        [before, after] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
        return { kind: 'hunk', text: line };
      }
      if (before <= 0 && after <= 0) return { kind: line.startsWith('\\') ? 'same' : 'file', text: line };
      if (line.startsWith('+')) after -= 1;
      else if (line.startsWith('-')) before -= 1;
      else if (!line.startsWith('\\')) [before, after] = [before - 1, after - 1];
      return { kind: line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same', text: line };
    });
}

export interface NamedDiff {
  readonly name: string;
  readonly text: string;
}

/** Those among the members of a value. */
export const diffsIn = (value: Readonly<Record<string, unknown>> = {}): NamedDiff[] =>
  Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' && isDiff(text) ? [{ name, text }] : []));
