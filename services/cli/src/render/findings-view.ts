// Findings of the judge for people: the gravest first, each with what to do; what nobody needs to act on is counted.
import type { AcceptedChange, ContractFinding, Judgement, Stranded } from '@dome/compat';

import { cut } from '../terminal/style.ts';
import { PROGRAM } from '../typed-command.ts';

export interface FindingsFrame {
  readonly base: string;
  readonly head: string;
  readonly width: number;
}

export function findingsText({ findings, refused, stale }: Judgement, { base, head, width }: FindingsFrame): string {
  const shown = findings.filter(({ severity }) => severity !== 'additive');
  const blocks = shown.map((finding) => blockOf(finding, { isRefused: refused.includes(finding), width }));
  return [...blocks, ...stale.map(staleBlock), `${base} → ${head}: ${totals(findings)}\n`].join('\n');
}

/** What an installation holds and would lose. */
export function strandedText(stranded: readonly Stranded[]): string {
  if (stranded.length === 0) return 'Whatever this installation holds stays valid.\n\n';
  const lines = stranded.map(({ owner, name, pointer }) => {
    const why = pointer === undefined ? 'is gone' : `refuses ${pointer === '' ? 'it' : pointer}`;
    return `STRANDED ${owner}: ${name} ${why}\n`;
  });
  return `${lines.join('')}\n`;
}

function blockOf(finding: ContractFinding, { isRefused, width }: { isRefused: boolean; width: number }): string {
  const { severity, kind, pointer, breaks, touches } = finding;
  const named = (severity === 'breaking' || severity === 'loosening') && !isRefused ? ', accepted with a reason' : '';
  const whom = breaks === 'nobody' ? '' : `, breaks ${breaks === 'both' ? 'readers and writers' : `${breaks}s`}`;
  const lines = [
    `${severity.toUpperCase()} ${kind}${whom}${named}`,
    `  at       ${pointer}`,
    ...('before' in finding ? [`  before   ${short(finding.before)}`] : []),
    ...('after' in finding ? [`  after    ${short(finding.after)}`] : []),
    `  touches  ${listed(touches)}`,
    ...(finding.needs === undefined ? [] : [`  needs    ${NEEDS[finding.needs]}`]),
    `  ${finding.says}`,
    `  ${finding.instead}`,
  ];
  return lines.map((line) => `${cut(line, width)}\n`).join('');
}

const NEEDS = {
  apply: `${PROGRAM} topology apply`,
  recreation: 'the object made anew: what it holds is lost',
  replay: 'what the change missed, delivered again from the beginning',
} as const;

const staleBlock = ({ pointer, kind }: AcceptedChange): string =>
  `STALE ${kind}\n  at       ${pointer}\n  It is accepted in schemas/released/accepted.yaml, and nothing of the kind is found.\n`;

/** A value on one line, as far as it fits. */
const VALUE_CHARACTERS_MAX = 100;

const short = (value: unknown): string => cut(JSON.stringify(value) ?? 'nothing', VALUE_CHARACTERS_MAX);

/** More would fill the line; all of them stand in `-o json`. */
const TOUCHES_SHOWN_MAX = 5;

function listed(names: readonly string[]): string {
  const more = names.length - TOUCHES_SHOWN_MAX;
  return names.slice(0, TOUCHES_SHOWN_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function totals(findings: readonly ContractFinding[]): string {
  if (findings.length === 0) return 'nothing changed';
  const count = (severity: ContractFinding['severity']): number =>
    findings.filter((each) => each.severity === severity).length;
  return [
    `${count('breaking')} breaking`,
    `${count('loosening')} loosening`,
    `${count('ordered')} for readers first`,
    `${count('additive')} additive`,
  ].join(', ');
}
