// Runs newest first, page by page: from memory as far back as the index knows every run, and from the stream beyond.
import { DomeError } from '@dome/contracts';
import type { RunListRequest, RunSummary } from '@dome/contracts';
import { fold } from '@dome/runs';

import type { PastRun, RunHistory } from '../ports.ts';
import { limitOf, paged, sequenceOf } from './page.ts';
import type { ListPage } from './page.ts';
import type { ListedRun, RunIndex } from './run-index.ts';
import { runSummary } from './view.ts';

export interface RunListParts {
  readonly index: Pick<RunIndex, 'runs' | 'run' | 'completeAfter'>;
  readonly history: RunHistory;
}

/** @throws DomeError INVALID_REQUEST (an invalid cursor), UNAVAILABLE */
export async function listRuns(parts: RunListParts, request: RunListRequest): Promise<ListPage<RunSummary>> {
  const { plan, state } = request;
  const limit = limitOf(request.limit);
  const before = sequenceOf(request.after) ?? Number.MAX_SAFE_INTEGER;
  const { completeAfter } = parts.index;
  const fits = ({ summary }: ListedRun): boolean => (state ?? summary.state) === summary.state;
  const known = parts.index.runs().filter((run) => {
    return run.sequence < before && (plan ?? run.planName) === run.planName && fits(run);
  });
  const recent = known.filter(({ sequence }) => sequence > completeAfter);
  if (state !== undefined && state !== 'finished') return paged(known, limit, shown);
  if (recent.length > limit || completeAfter === 0) return paged(recent, limit, shown);

  const older: ListedRun[] = [];
  let cursor = Math.min(before, completeAfter + 1);
  let more = true;
  // Every page but the last is full, because a reader who counts runs, or reads only one page, takes it for all there
  // are.
  while (more && recent.length + older.length < limit) {
    const past = await parts.history.before(cursor, { plan, limit: limit - recent.length - older.length });
    older.push(...past.runs.flatMap((run) => listed(run, parts)).filter(fits));
    cursor = past.runs.at(-1)?.sequence ?? 0;
    ({ more } = past);
  }
  const page = paged([...recent, ...older], limit, shown);
  return page.next === undefined && more ? { ...page, next: String(cursor) } : page;
}

const shown = ({ summary }: ListedRun): RunSummary[] => [summary];

/** An open run is in the index; any other is read from the stream. Runs that cannot be folded are in no list. */
function listed({ runId, sequence, events }: PastRun, { index }: RunListParts): ListedRun[] {
  const known = index.run(runId);
  if (known !== undefined) return [known];
  try {
    const state = fold(events);
    return state === undefined ? [] : [{ sequence, planName: state.shape.document.name, summary: runSummary(state) }];
  } catch (error) {
    if (error instanceof DomeError) return [];
    throw error;
  }
}
