// Which runs a list shows, as its address says it: `?state=waiting&plan=release&q=ada`. Pure.
import type { RunSummary } from '@dome/contracts/portable';

/** The views that are kept beside the list; anything else is an address that somebody keeps. */
export const VIEWS = [
  { name: 'all', query: '' },
  { name: 'open', query: 'state=open' },
  { name: 'waiting', query: 'state=waiting' },
  { name: 'failed', query: 'state=failed' },
] as const;

export function isWanted(run: RunSummary, query: URLSearchParams): boolean {
  return (
    isInState(run, query.get('state') ?? '') &&
    isOfPlan(run, query.get('plan') ?? '') &&
    isFound(run, query.get('q') ?? '')
  );
}

function isInState({ state, result }: RunSummary, wanted: string): boolean {
  switch (wanted) {
    case '':
      return true;
    case 'open':
      return state !== 'finished';
    case 'failed':
      return result !== undefined && result !== 'success' && result !== 'skip';
    default:
      return state === wanted || result === wanted;
  }
}

const isOfPlan = ({ plan }: RunSummary, wanted: string): boolean =>
  wanted === '' || plan === wanted || plan.startsWith(`${wanted}@`);

function isFound({ runId, plan, submittedBy, waitingFor = '' }: RunSummary, text: string): boolean {
  const all = `${runId} ${plan} ${submittedBy} ${waitingFor}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
