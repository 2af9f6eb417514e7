// The level of a finding as a symbol and a word.
import type { FindingLevel } from '../state/log-book.ts';

const LEVEL_SYMBOLS: Readonly<Record<FindingLevel, string>> = { error: '✖', warning: '▲', notice: 'ℹ', debug: '·' };

export function LevelMark({ level, isWord = false }: { readonly level: FindingLevel; readonly isWord?: boolean }) {
  if (isWord)
    return (
      <span class={`level level-${level}`}>
        <span aria-hidden="true">{LEVEL_SYMBOLS[level]}</span> {level}
      </span>
    );
  return (
    <span class={`level level-${level}`} role="img" aria-label={level}>
      {LEVEL_SYMBOLS[level]}
    </span>
  );
}
