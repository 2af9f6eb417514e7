import type { Check } from '../doctor/check.ts';
import type { UserProof } from '../doctor/prove.ts';
import { padEnd } from '../terminal/style.ts';

const WORDS = { ok: 'OK', warning: 'LOOK', failed: 'FAILED', unknown: '?' } as const;

export function checksText(checks: readonly Check[]): string {
  const widest = Math.max(...checks.map(({ name }) => name.length));
  const word = Math.max(...Object.values(WORDS).map(({ length }) => length));
  const lines = checks.flatMap(({ name, status, found, instead }) => [
    `${padEnd(WORDS[status], word)}  ${padEnd(name, widest)}  ${found}`,
    ...(instead === undefined ? [] : [`${' '.repeat(word)}  ${' '.repeat(widest)}  ${instead}`]),
  ]);
  const failed = [...new Set(checks.filter(({ status }) => status === 'failed').map(({ name }) => name))];
  const end = failed.length === 0 ? 'Nothing failed.' : `Failed: ${failed.join(', ')}.`;
  return `${[...lines, end].join('\n')}\n`;
}

export function proofsText(proofs: readonly UserProof[]): string {
  const widest = Math.max(...proofs.map(({ user }) => user.length));
  const lines = proofs.flatMap(({ user, tried, gotThrough }) => [
    `${padEnd(user, widest)}  ${tried} attempts, ${gotThrough.length === 0 ? 'all refused' : `${gotThrough.length} got through`}`,
    ...gotThrough.map(
      ({ kind, subject, asks }) => `  ${kind} ${subject}${asks === undefined ? '' : `, by asking ${asks}`}`,
    ),
  ]);
  const tried = proofs.reduce((sum, proof) => sum + proof.tried, 0);
  const through = proofs.reduce((sum, { gotThrough }) => sum + gotThrough.length, 0);
  const end = through === 0 ? `${tried} attempts, all refused.` : `${through} of ${tried} attempts got through.`;
  return `${[...lines, end].join('\n')}\n`;
}
