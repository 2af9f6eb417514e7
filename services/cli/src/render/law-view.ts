// The law for people: what is in force, what a folder would change, who changed what.

import { shortDigest } from '@dome/contracts';
import type { LawApplyReply, LawGetReply, LawRecord, LawVersionView, MemberChange } from '@dome/contracts';
import { stringify } from 'yaml';

import type { LawDifference } from '../law/difference.ts';
import type { Sink } from '../terminal/io.ts';
import { harmless, oneLine } from '../terminal/style.ts';
import { columns, table } from './columns.ts';

/** Of one document; the rest is counted. */
const CHANGES_SHOWN = 20;
const VALUE_CHARS = 60;

const spelled = ({ kind, name, version }: { kind: string; name: string; version?: string }): string =>
  `${kind} ${name}${version === undefined ? '' : `@${version}`}`;

export function lawText(documents: readonly LawVersionView[], sink: Sink): string {
  if (documents.length === 0) return 'No document of that kind is in force.\n';
  const head = ['KIND', 'NAME', 'VERSION', 'BY', 'APPLIED', 'DIGEST', 'REASON'];
  const rows = documents.map(({ kind, name, version, by, appliedAt, digest, reason = '' }) => {
    return [kind, name, version, harmless(by.user), appliedAt, shortDigest(digest), harmless(reason)];
  });
  return table({ head, rows, width: sink.columns, spare: ['DIGEST', 'APPLIED', 'BY'], lastWidthMin: 10 });
}

export function documentText({ entry, document }: LawGetReply, { paint }: Sink): string {
  const state = entry.withdrawnAt === undefined ? (entry.inForce ? 'in force' : 'not in force') : 'withdrawn';
  const lines = [
    `${spelled(entry)}   ${state}   ${entry.digest}`,
    `applied by ${harmless(entry.by.user)} at ${entry.appliedAt}, sequence ${entry.sequence}`,
    ...(entry.reason === undefined ? [] : [`because: ${oneLine(entry.reason)}`]),
    ...(entry.withdrawnAt === undefined
      ? []
      : [`withdrawn by ${harmless(entry.withdrawnBy?.user ?? '')} at ${entry.withdrawnAt}`]),
  ];
  return `${lines.map((line) => `${paint('gray', `# ${line}`)}\n`).join('')}${stringify(document, { lineWidth: 0 })}`;
}

export function differencesText(differences: readonly LawDifference[], sink: Sink): string {
  return differences
    .map((one) => {
      const current = one.inForce === undefined || one.state === 'same' ? '' : `, in force is ${one.inForce}`;
      const where = one.source === undefined ? '' : `   ${harmless(one.source)}`;
      const head = `${STATES[one.state].padEnd(9)} ${spelled(one)}${current}${where}\n`;
      return head + memberLines(one.changes, sink) + (one.state === 'reused' ? REUSED : '');
    })
    .join('');
}

const STATES: Readonly<Record<LawDifference['state'], string>> = {
  same: 'same',
  new: 'new',
  changed: 'changed',
  reused: 'refused',
  'only in law': 'only law',
};
const REUSED = '    This version was applied with other content: raise the version.\n';

function memberLines(changes: readonly MemberChange[], { paint }: Sink): string {
  const lines = changes.slice(0, CHANGES_SHOWN).flatMap((change) => {
    const from = 'from' in change ? [paint('red', `    - ${change.pointer} ${valueText(change.from)}`)] : [];
    const to = 'to' in change ? [paint('green', `    + ${change.pointer} ${valueText(change.to)}`)] : [];
    return [...from, ...to];
  });
  const left = changes.length - CHANGES_SHOWN;
  return [...lines, ...(left > 0 ? [`    and ${left} more`] : [])].map((line) => `${line}\n`).join('');
}

function valueText(value: unknown): string {
  const text = harmless(JSON.stringify(value) ?? '');
  return text.length <= VALUE_CHARS ? text : `${text.slice(0, VALUE_CHARS - 1)}…`;
}

export function changesText({ changes, sequence, dryRun }: LawApplyReply, { columns: width }: Sink): string {
  const rows = changes.map((change) => {
    const { action, inForce, replaces, touches } = change;
    const place = inForce === '' ? 'nothing in force' : `in force is ${inForce}`;
    const before = replaces === undefined ? '' : `, before it was ${replaces}`;
    return [action, spelled(change), `${place}${before}`, touches.length === 0 ? '' : `touches ${touches.join(' ')}`];
  });
  const end = dryRun ? 'Nothing was stored: this was a dry run.' : `The law stands at ${sequence}.`;
  return `${columns([], rows, width)}${end}\n`;
}

export function historyText(changes: readonly LawRecord[], { columns: width }: Sink): string {
  if (changes.length === 0) return 'Nothing of it was ever applied.\n';
  const head = ['SEQUENCE', 'AT', 'CHANGE', 'DOCUMENT', 'BY', 'REASON'];
  const rows = changes.map((change) => {
    const { sequence, at, phase, by, reason = '' } = change;
    return [String(sequence), at, phase, spelled(change), harmless(by.user), harmless(reason)];
  });
  return table({ head, rows, width, spare: ['SEQUENCE', 'AT'], lastWidthMin: 10 });
}
