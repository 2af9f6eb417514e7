// What somebody votes on: the rules and their outcomes, and the evidence by messages and digests. The vote is bound to
// the digest at the end.

import { shortDigest } from '@dome/contracts';
import type { OpenGate } from '@dome/contracts';

import { showDuration } from '../durations.ts';
import type { Sink } from '../terminal/io.ts';
import { harmless } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { policyText } from './policy-text.ts';

export function gateText(open: OpenGate, { sink, nowMs }: { sink: Sink; nowMs: number }): string {
  const { paint } = sink;
  const { decision } = open;
  const head = `${paint('bold', `${open.runId}/${open.gate}`)}   ${open.plan}   iteration ${open.iteration}   submitted by ${harmless(open.submittedBy)}\n`;
  const facts = [
    ['  asks', `anyone with the role ${open.role}, within ${showDuration(Date.parse(open.deadline) - nowMs)}`],
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
