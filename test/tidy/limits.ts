// L11: a limit that a person or a program can meet is in limits.ts, with its unit. A bound that concerns one file, such as
// one of a format or a figure of tuning, says so above it.
import type { Complaint, TextFile } from './documents.ts';

const JUDGED = /^(?:libs|services)\/(?!testkit\/)[^/]+\/src\/(?!.*\/generated\/)/;
const HOME = 'libs/contracts/src/limits.ts';
const BOUND =
  /^(?:export )?const ((?:[A-Z0-9]+_)*(?:MAX|MIN|MS)(?:_[A-Z0-9]+)*|[a-z]\w*(?:Max|Min|Ms))(?:: \w+)? = (?:\d|LIMITS|CLOCKS)/;
/** How many milliseconds a unit has, by definition. */
const UNIT = /^(?:NANOS_PER|SECOND|MINUTE|HOUR|DAY)_MS$|^(?:second|minute|hour|day)Ms$/;
const DECLARATION = /^(?:export )?const \w/;

/** A limit is read where it is enforced, or a schema enforces it and the limits test has a row for it. */
export function unreadLimits(
  names: readonly string[],
  { sources, rows }: { sources: readonly TextFile[]; rows: TextFile },
): string[] {
  const texts = sources.filter(({ path }) => JUDGED.test(path) && path !== HOME).map(({ text }) => text);
  return names.filter((name) => {
    const read = new RegExp(`(?:LIMITS|CLOCKS)\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\} = (?:LIMITS|CLOCKS)\\b`);
    return !texts.some((text) => read.test(text)) && !rows.text.includes(`LIMITS.${name}]`);
  });
}

/** A comment holds for the lines of constants that follow it without a gap. */
export function limitComplaints({ path, text }: TextFile): Complaint[] {
  if (!JUDGED.test(path) || path === HOME) return [];
  let hasReason = false;
  let before = '';
  return text.split('\n').flatMap((line, index) => {
    if (!DECLARATION.test(before)) hasReason = /\*\/$|^\/\//.test(before);
    before = line;
    const [, name = ''] = BOUND.exec(line) ?? [];
    if (name === '' || UNIT.test(name) || hasReason) return [];
    return [`${path}:${index + 1}: ${name} is a limit: it goes to ${HOME}, or says in a line above why not`];
  });
}
