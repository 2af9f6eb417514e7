// What somebody votes on: the rules and their outcomes, and the evidence by messages and digests. The vote is bound to
// the digest at the end.

import { shortDigest } from '@dome/contracts';
import type { OpenGate } from '@dome/contracts';
import { missingText, peopleIn } from '@dome/runs';

import { showDuration } from '../durations.ts';
import type { Sink } from '../terminal/io.ts';
import { harmless } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { peopleText } from './people-text.ts';
import { policyText } from './policy-text.ts';

export function gateText(open: OpenGate, { sink, nowMs }: { sink: Sink; nowMs: number }): string {
  const { paint } = sink;
  const { decision } = open;
  const head = `${paint('bold', `${open.runId}/${open.gate}`)}   ${open.plan}   iteration ${open.iteration}   submitted by ${harmless(open.submittedBy)}\n`;
  const facts = [
    ['  asks', `${askedText(open)}, within ${showDuration(Date.parse(open.deadline) - nowMs)}`],
    ...hasLines(open),
    ['  says', `${decision.status}  ${decision.reasonCodes.join(', ')}`],
    ['  risk', `${decision.riskScore} of 100, confidence ${decision.confidence}`],
    ['  policy', `${policyText(decision.policy)}  ${shortDigest(decision.policy.digest)}`],
  ];
  const rules = decision.rules.map(({ id, expression, value }) => [`  ${value}`, id, harmless(expression)]);
  const evidence = decision.evidence.map((one) => [
    `  ${one.stream}:${one.sequence}`,
    shortDigest(one.digest),
    harmless(one.id),
  ]);
  const width = sink.columns;
  return [
    head,
    columns([], facts, width),
    rules.length === 0 ? '' : `\n${columns(['  RULE', 'ID', 'EXPRESSION'], rules, width)}`,
    evidence.length === 0 ? '' : `\n${columns(['  EVIDENCE', 'DIGEST', 'EVENT'], evidence, width)}`,
    `\n  evidence digest  ${open.evidenceDigest}\n`,
  ].join('');
}

/** One person of a role, or several of some. */
const askedText = ({ role, approvals }: OpenGate): string =>
  approvals === undefined || peopleIn(approvals.required) === 1
    ? `anyone with the role ${role}`
    : peopleText(approvals.required);

/** How far several people are. */
function hasLines({ approvals }: OpenGate): [string, string][] {
  if (approvals === undefined || peopleIn(approvals.required) === 1) return [];
  const by = approvals.by.length === 0 ? '' : `; approved by ${approvals.by.map(harmless).join(', ')}`;
  return [['  has', `${missingText(approvals)}${by}`]];
}
