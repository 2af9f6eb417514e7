// Runs newest first, page by page: from memory as far back as the index knows every run, and from the stream beyond.
import { DomeError, LIMITS } from '@dome/contracts';
import type { RunListRequest, RunSummary } from '@dome/contracts';
import { fold } from '@dome/runs';

import type { PastRun, RunHistory } from '../ports.ts';
import { limitOf, paged, sequenceOf } from './page.ts';
import type { ListPage } from './page.ts';
import { isBeforeAll, isListed, isSparse } from './run-filter.ts';
import { listedRun } from './run-index.ts';
import type { ListedRun, RunIndex } from './run-index.ts';

/** Tuning: past runs are read so many at a time where most of them are passed over. */
const STEP_RUNS = 128;

export interface RunListParts {
  readonly index: Pick<RunIndex, 'runs' | 'run' | 'completeAfter'>;
  readonly history: RunHistory;
}

/** @throws DomeError INVALID_REQUEST (an invalid cursor), UNAVAILABLE */
export async function listRuns(parts: RunListParts, request: RunListRequest): Promise<ListPage<RunSummary>> {
  const { plan, state } = request;
  const stepMin = isSparse(request) ? STEP_RUNS : 1;
  const limit = limitOf(request.limit);
  const before = sequenceOf(request.after) ?? Number.MAX_SAFE_INTEGER;
  const { completeAfter } = parts.index;
  const known = parts.index.runs().filter((run) => run.sequence < before && isListed(run, request));
  const recent = known.filter(({ sequence }) => sequence > completeAfter);
  if (state !== undefined && state !== 'finished') return paged(known, limit, shown);
  if (recent.length > limit || completeAfter === 0) return paged(recent, limit, shown);

  const older: ListedRun[] = [];
  let cursor = Math.min(before, completeAfter + 1);
  let more = true;
  // Every page but the last is full, because a reader who counts runs, or reads only one page, takes it for all there
  // are: unless that would take reading more runs than one request may.
  let read = 0;
  while (more && recent.length + older.length < limit && read < LIMITS.listedRunsRead) {
    const wanted = Math.max(stepMin, limit - recent.length - older.length);
    const past = await parts.history.before(cursor, { plan, limit: wanted });
    const runs = past.runs.flatMap((run) => listed(run, parts));
    older.push(...runs.filter((run) => isListed(run, request)));
    cursor = past.runs.at(-1)?.sequence ?? 0;
    read += past.runs.length;
    const last = runs.at(-1);
    more = past.more && (last === undefined || !isBeforeAll(last.summary.submittedAt, request));
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
    return state === undefined ? [] : [{ ...listedRun(state), sequence }];
  } catch (error) {
    if (error instanceof DomeError) return [];
    throw error;
  }
}
