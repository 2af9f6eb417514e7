// The events of a run as sentences: what began, what a gate decided and why, who voted, what was promoted. Pure.

import { isEvent, shortDigest } from '@dome/contracts';
import type { AnyEvent, Decision, RunApprovalRequested, RunSubmitted } from '@dome/contracts';

import type { Mark, Told } from './narrator.ts';

/** The title of the act that begins with this event, if one does. */
export function actOf(event: AnyEvent): string | undefined {
  if (!isEvent(event, 'dev.dome.run.iteration-started.v1')) return undefined;
  const { iteration, workspace } = event.data;
  const tree = workspace === undefined ? '' : `, on the workspace ${shortDigest(workspace.digest)}`;
  return `Round ${iteration}${tree}`;
}

export function tellRun(event: AnyEvent): Told[] {
  if (isEvent(event, 'dev.dome.run.submitted.v1')) return [tellLock(event.data)];
  if (isEvent(event, 'dev.dome.run.wave-started.v1')) {
    const { purpose, wave, tasks } = event.data;
    const who = { check: `wave ${wave}`, remedy: 'remedy', promote: 'promotion' }[purpose];
    return [{ who, text: `sends ${tasks.join(', ')}` }];
  }
  if (isEvent(event, 'dev.dome.run.gate-decided.v1')) return [tellDecision(event.data.decision)];
  if (isEvent(event, 'dev.dome.run.approval-requested.v1')) return [tellRequest(event.data)];
  if (isEvent(event, 'dev.dome.run.approval-given.v1')) {
    const { by, gate, verdict, reason, roles } = event.data;
    const mark = verdict === 'approve' ? 'good' : 'bad';
    const below = [`as ${roles.join(', ')}, attested by the broker${reason === undefined ? '' : `: “${reason}”`}`];
    return [{ who: by.user, mark, text: `${verdict}s ${gate}`, below }];
  }
  if (isEvent(event, 'dev.dome.run.promotion-decided.v1')) {
    const { subject, from, to, decision } = event.data;
    const text = `${decision.status}  ${subject.name} ${shortDigest(subject.digest)} may go from ${from} to ${to}`;
    return [{ who: 'promotion', mark: markOf(decision.status), text, below: [decision.reasonCodes.join(', ')] }];
  }
  if (!isEvent(event, 'dev.dome.run.finished.v1')) return [];
  const { result, reason } = event.data;
  const text = `finished: ${result}${reason === undefined ? '' : `, ${reason}`}`;
  return [{ who: 'run', mark: result === 'success' ? 'good' : 'bad', text }];
}

function tellLock({ planLock }: RunSubmitted): Told {
  const skills = planLock.map(({ skill, version }) => `${skill}@${version}`);
  return {
    who: 'dome',
    mark: 'good',
    text: `accepts it and locks ${skills.length} tasks to descriptor digests`,
    below: lines(skills, 4),
  };
}

function tellDecision(decision: Decision): Told {
  const { gate, status, reasonCodes, riskScore, confidence, rules, decidedBy, evidence, evidenceDigest } = decision;
  const people = decidedBy.people ?? [];
  const by = people.length === 0 ? '' : `  decided by ${people.join(', ')}`;
  const codes = reasonCodes.length === 0 ? '' : `  ${reasonCodes.join(', ')}`;
  const failed = rules
    .filter(({ value }) => value !== 'true')
    .map(
      ({ id, expression, value, detail }) =>
        `${id}: ${expression} is ${value}${detail === undefined ? '' : `, ${detail}`}`,
    );
  return {
    who: gate,
    mark: markOf(status),
    text: `${status}${codes}${by}  risk ${riskScore} of 100, confidence ${confidence}`,
    below: [...failed, ...decision.notes, `on ${evidence.length} events, evidence ${shortDigest(evidenceDigest)}`],
  };
}

function tellRequest({ gate, required, deadline }: RunApprovalRequested): Told {
  const roles = required.map(({ role, count }) => `${count} ${role}`).join(', ');
  return { who: gate, mark: 'wait', text: `waits for ${roles}, until ${deadline.replace(/\.\d+Z$/, 'Z')}` };
}

function markOf(status: Decision['status']): Mark {
  if (status === 'APPROVE') return 'good';
  return status === 'REJECT' ? 'bad' : 'wait';
}

/** How many to a line. */
function lines(words: readonly string[], perLine: number): string[] {
  return words.flatMap((_, index) => (index % perLine === 0 ? [words.slice(index, index + perLine).join('  ')] : []));
}
