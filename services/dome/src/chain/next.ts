// The next step, as a pure function of state and time: the same state and time give the same step whoever asks, so any
// replica may take it and the chain lets only one. A handler takes steps until one says wait: no event has a rule of
// its own, and after a crash between any two steps a redelivery continues from where the chain stands.
import { CLOCKS } from '@dome/contracts';
import { currentEnd, endedTasks, isGood, isOpen } from '@dome/runs';
import type { OpenTask, RunState, StartedWave } from '@dome/runs';

import { dispatchStep } from './dispatch-step.ts';
import { finishedDraft, worstResult } from './finish.ts';
import { append } from './step.ts';
import type { Conditions, Step } from './step.ts';
import { verdictStep } from './verdict-step.ts';
import { firstWave, followingWave, nextIteration, waveDraft } from './waves.ts';

export function next(state: RunState, conditions: Conditions): Step {
  if (state.finished !== undefined) return { kind: 'over' };
  const open = [...state.tasks.values()].filter(isOpen);
  const silent = open.filter((task) => conditions.nowMs >= silentAtMs(task));
  if (silent.length > 0) return { kind: 'silent', tasks: silent };
  if (state.cancel !== undefined) return canceled(state, state.cancel.value, open);
  if (state.iteration === 0) return append(nextIteration(state));
  const wave = state.waves.at(-1);
  if (wave === undefined) return append(firstWave(state));
  const dispatch = dispatchStep(state, wave, conditions);
  if (dispatch !== undefined) return dispatch;
  if (open.length > 0) return { kind: 'wait', open, approvals: [] };
  return afterWave(state, wave, conditions);
}

/** When dome stops waiting for the job of a task. */
export const silentAtMs = ({ dispatched }: Pick<OpenTask, 'dispatched'>): number =>
  Date.parse(dispatched.value.settleBy) + CLOCKS.silentGraceMs;

type Cancel = NonNullable<RunState['cancel']>['value'];

function canceled(state: RunState, { by, reason }: Cancel, open: readonly OpenTask[]): Step {
  if (open.length > 0) return { kind: 'wait', open, approvals: [] };
  const why = reason === undefined || reason === '' ? '' : `: ${reason}`;
  return append(finishedDraft(state, { result: 'cancellation', reason: `canceled by ${by.user}${why}` }));
}

/** Every task of the wave is settled. */
function afterWave(state: RunState, wave: StartedWave, conditions: Conditions): Step {
  const results = wave.tasks.map((taskId) => currentEnd(state, taskId)?.result ?? 'error');
  const good = results.every(isGood);
  switch (wave.purpose) {
    case 'check': {
      const stop = !good && state.shape.document.partialFailure !== 'continue';
      const following = stop ? undefined : followingWave(state, wave);
      if (following !== undefined) return append(waveDraft(state, following));
      return verdictStep(state, conditions);
    }
    case 'remedy': {
      if (!good) {
        const reason = `the remedy of iteration ${state.iteration} did not succeed`;
        return append(finishedDraft(state, { result: worstResult(endedTasks(state, 'remedy')), reason }));
      }
      const following = followingWave(state, wave);
      return append(following === undefined ? nextIteration(state) : waveDraft(state, following));
    }
    case 'promote': {
      if (good) return append(finishedDraft(state, { result: 'success' }));
      const reason = 'the promotion was allowed and its task did not succeed';
      return append(finishedDraft(state, { result: worstResult(endedTasks(state, 'promote')), reason }));
    }
  }
}
