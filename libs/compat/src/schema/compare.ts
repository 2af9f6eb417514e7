// What a changed schema does to those who write and read it, by the role it plays.
import { spotText, contentAt } from '../document.ts';
import type { ContractFinding, Severity } from '../finding.ts';
import { wordsOf } from './gap-words.ts';
import type { Gap } from './gap.ts';
import { gapsBetween } from './included.ts';
import { fingerprint } from './place.ts';
import type { Place } from './place.ts';
import type { Surface } from './surface.ts';

export function compareSchemas(base: Place, head: Place, surface: Surface): ContractFinding[] {
  if (fingerprint([base]) === fingerprint([head])) return [];
  const older = gapsBetween(base, head, { passesOverUnknown: false });
  const newer = gapsBetween(head, base, { passesOverUnknown: true });
  const found = [
    ...older.map((gap) => backward(gap, { base, head, surface })),
    ...newer.map((gap) => forward(gap, { base, head, surface })),
  ];
  return found.length > 0 ? found : [widened({ base, head, surface })];
}

interface Compared {
  readonly base: Place;
  readonly head: Place;
  readonly surface: Surface;
}

/** What older writers write, and what is stored, meets a newer reader. */
function backward({ kind, written, read, isHarmless }: Gap, { base, head, surface }: Compared): ContractFinding {
  const broken = kind === 'member-removed' ? surface.missedBy : 'writer';
  return {
    severity: isHarmless ? 'additive' : 'breaking',
    kind,
    pointer: spotText(read),
    ...present('before', contentAt(base.document, written)),
    ...present('after', contentAt(head.document, read)),
    breaks: isHarmless ? 'nobody' : broken,
    ...wordsOf(kind, surface.role, broken),
    touches: [surface.name],
  };
}

/** What newer writers write meets an older reader. */
function forward({ kind, written, read, isHarmless }: Gap, { base, head, surface }: Compared): ContractFinding {
  const severity = forwardSeverity(isHarmless, surface);
  const isDigested = isHarmless && surface.digest !== undefined;
  return {
    severity,
    kind: isDigested ? 'digest-changed' : kind,
    pointer: spotText(written),
    ...present('before', contentAt(base.document, read)),
    ...present('after', contentAt(head.document, written)),
    breaks: isHarmless ? 'nobody' : 'reader',
    ...(isDigested ? digestWords(surface.digest ?? '') : wordsOf(kind, surface.role, 'reader')),
    touches: [surface.name],
  };
}

function forwardSeverity(isHarmless: boolean, { role, digest }: Surface): Severity {
  if (isHarmless) return digest === undefined ? 'additive' : 'ordered';
  return role === 'document' ? 'ordered' : 'breaking';
}

const digestWords = (digest: string): Pick<ContractFinding, 'says' | 'instead'> => ({
  says: `${digest} covers it, so every structure that has the new member gets another digest.`,
  instead: 'Leave the member out where it says nothing, so that what exists keeps its digest.',
});

/** Each side takes what the other writes: a bound that moved where nothing stands, an alternative spelling. */
function widened({ base, head, surface }: Compared): ContractFinding {
  return {
    severity: 'additive',
    kind: 'schema-changed',
    pointer: spotText(head.spot),
    ...present('before', base.schema),
    ...present('after', head.schema),
    breaks: 'nobody',
    says: 'The schema says it in other words, and the same values are valid.',
    instead: 'Nothing.',
    touches: [surface.name],
  };
}

const present = <Key extends 'before' | 'after'>(key: Key, value: unknown): Partial<Record<Key, unknown>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, unknown>>);
