// What every part of the judge needs: a finding from where it stands, and tables compared entry by entry.
import { escapeSegment } from '@dome/contracts/plain';
import type { JsonObject } from '@dome/contracts/plain';

import { spotText, contentAt } from '../document.ts';
import type { ContractDocument, Spot } from '../document.ts';
import type { Breaks, ContractFinding, Need, Severity } from '../finding.ts';
import { isSame } from '../json.ts';

export interface Contracts {
  readonly base: ContractDocument;
  readonly head: ContractDocument;
}

/** What a change means. */
export interface ChangeVerdict {
  readonly severity: Severity;
  readonly kind: string;
  readonly breaks: Breaks;
  readonly says: string;
  readonly instead: string;
  readonly needs?: Need;
}

export interface Change {
  /** Where it stands, in both contracts unless they differ. */
  readonly spot: Spot;
  readonly baseSpot?: Spot;
  readonly touches: string;
  /** Instead of what stands there, for one item of a list, which may stand elsewhere in the other contract. */
  readonly values?: { readonly before?: unknown; readonly after?: unknown };
}

export function findingOf({ base, head }: Contracts, change: Change, verdict: ChangeVerdict): ContractFinding {
  const { spot, baseSpot = spot, touches } = change;
  const values = change.values ?? { before: contentAt(base, baseSpot), after: contentAt(head, spot) };
  return { ...verdict, pointer: spotText(spot), ...presentOf(values), touches: [touches] };
}

/** Absent where there was or is none. */
const presentOf = ({ before, after }: { readonly before?: unknown; readonly after?: unknown }) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

export const inside = ({ file, pointer }: Spot, name: string | number): Spot => ({
  file,
  pointer: `${pointer}/${escapeSegment(String(name))}`,
});

/** What a changed setting means; undefined where the change means nothing. */
export type SettingRule = (before: unknown, after: unknown) => ChangeVerdict | undefined;

export interface Settings {
  readonly rules: Readonly<Record<string, SettingRule>>;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Every setting that differs, by its rule. A setting without a rule is refused: nobody can say what it does. */
export function settingFindings(
  contracts: Contracts,
  change: Change,
  { rules, before, after }: Settings,
): ContractFinding[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    if (isSame(before[name], after[name])) return [];
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const verdict = rule === undefined ? unknown(name) : rule(before[name], after[name]);
    if (verdict === undefined) return [];
    const { spot, baseSpot = spot, touches } = change;
    return [findingOf(contracts, { spot: inside(spot, name), baseSpot: inside(baseSpot, name), touches }, verdict)];
  });
}

const unknown = (name: string): ChangeVerdict => ({
  severity: 'breaking',
  kind: 'setting-unknown',
  breaks: 'both',
  says: `The judge does not know what a change of ${name} does.`,
  instead: 'Teach the judge what it means for those who read and write.',
});

/** A setting that only people read. */
export const prose: SettingRule = () => undefined;

export const breaking = (
  kind: string,
  breaks: Breaks,
  words: Pick<ChangeVerdict, 'says' | 'instead'> & { needs?: Need },
): ChangeVerdict => ({
  severity: 'breaking',
  kind,
  breaks,
  ...words,
});

export const additive = (kind: string, says: string, needs?: Need): ChangeVerdict => ({
  severity: 'additive',
  kind,
  breaks: 'nobody',
  says,
  instead: 'Nothing.',
  ...(needs === undefined ? {} : { needs }),
});

/** Names of two lists that only one of them has. */
export function listChange(before: unknown, after: unknown): { readonly gone: string[]; readonly added: string[] } {
  const [olds, news] = [namesOf(before), namesOf(after)];
  return { gone: olds.filter((name) => !news.includes(name)), added: news.filter((name) => !olds.includes(name)) };
}

const namesOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
