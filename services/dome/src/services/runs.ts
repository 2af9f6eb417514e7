import { DomeError, cutText } from '@dome/contracts';
import type { RunCancelReply } from '@dome/contracts';
import { runRefOf, stateName } from '@dome/runs';
import type { RunRef, RunState } from '@dome/runs';

import { identityOf } from '../approvals/identity.ts';
import { listRuns } from '../views/run-list.ts';
import { runView } from '../views/view.ts';
import { lockWaits, waitTexts } from './lock-waits.ts';
import { runFields } from '../tracing/run-trace.ts';
import type { Handler, ServiceParts } from './parts.ts';
import { waitsForTurn } from './promotion-turn.ts';
import { unservedSkills } from './unserved.ts';

/** Reads from the leader, so that a reader sees its own earlier write. */
export function runGet({ cache, caughtUp, discovery, locks, turns }: ServiceParts): Handler<'controlRunGet'> {
  return async ({ runId, minSequence }) => {
    if (minSequence !== undefined) await caughtUp(minSequence);
    const state = requireRun(await cache.open(requireRef(runId), (cached) => cached.reload()), runId);
    const [waits, unserved, turn] = await Promise.all([
      lockWaits(state, locks),
      unservedSkills(state, discovery),
      waitsForTurn(state, turns),
    ]);
    const run = runView(state, waits);
    const waitingFor = [run.waitingFor, ...waitTexts(state, waits), ...unserved, turn].filter(
      (one) => one !== undefined,
    );
    return { run: waitingFor.length === 0 ? run : { ...run, waitingFor: cutText(waitingFor.join('; '), 512) } };
  };
}

export function runList(parts: ServiceParts): Handler<'controlRunList'> {
  return async (request) => {
    await parts.caughtUp(request.minSequence);
    const { items, next } = await listRuns(parts, request);
    return { runs: items, ...(next === undefined ? {} : { next }) };
  };
}

/** Idempotent: for a run already canceled or finished, the reply is its state. */
export function runCancel({ cache, law, logger }: ServiceParts): Handler<'controlRunCancel'> {
  return async ({ runId, reason }, stamp) => {
    const by = identityOf(stamp);
    return await cache.open(requireRef(runId), async (cached): Promise<RunCancelReply> => {
      await cached.reload();
      for (;;) {
        const state = requireRun(cached.state, runId);
        // Everyone may cancel their own runs.
        if (state.submitted.value.submittedBy.user !== by.user) {
          (await law.refresh()).access.requirePermission('cancel', by);
        }
        if (state.finished !== undefined || state.cancel !== undefined) return standing(state);
        const data = { runId, by, ...(reason === undefined ? {} : { reason }) };
        if (!(await cached.append({ type: 'dev.dome.run.cancel-requested.v1', data }))) continue;
        logger.info({ ...runFields(state), by: by.user }, 'run cancel requested');
        return standing(requireRun(cached.state, runId));
      }
    });
  };
}

const standing = (state: RunState): RunCancelReply => ({
  runId: state.runId,
  state: stateName(state),
  sequence: state.last.sequence,
});

export function requireRef(runId: string): RunRef {
  const run = runRefOf(runId);
  if (run !== undefined) return run;
  const detail = `${runId} is not the id of a run: it would end with - and eight letters or digits`;
  throw new DomeError('NOT_FOUND', { detail, pointer: '/runId' });
}

export function requireRun(state: RunState | undefined, runId: string): RunState {
  if (state !== undefined) return state;
  throw new DomeError('NOT_FOUND', { detail: `there is no run ${runId}`, pointer: '/runId' });
}
