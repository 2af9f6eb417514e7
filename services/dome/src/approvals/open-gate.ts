import { DomeError, nearestName } from '@dome/contracts';
import type { GateState, RunState, WaitingGate } from '@dome/runs';

/** A gate of the plan, or the one in which an environment asks its people. @throws DomeError NOT_FOUND */
export function requireGate(state: RunState, gate: string, judged: GateState | undefined): void {
  if (judged !== undefined || state.shape.gates.includes(gate)) return;
  const near = nearestName(gate, state.shape.gates);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  throw new DomeError('NOT_FOUND', { detail: `${state.runId} has no gate ${gate}${guess}`, pointer: '/gate' });
}

/**
 * A gate takes votes while people are asked, in the current iteration of an unfinished run.
 *
 * @throws DomeError INVALID_TRANSITION
 */
export function requireOpen(
  state: RunState,
  judged: GateState | undefined,
  { gate, iteration }: { gate: string; iteration: number },
): WaitingGate {
  const closed = (why: string): DomeError =>
    new DomeError('INVALID_TRANSITION', {
      detail: `the gate ${gate} of ${state.runId} takes no votes in iteration ${iteration}: ${why}`,
      hint: 'List what waits for people with `dome gate list`.',
    });
  if (judged?.state === 'decided') throw closed(`it is decided, ${judged.final.value.status}`);
  if (state.finished !== undefined) throw closed(`the run is finished, ${state.finished.value.result}`);
  if (state.cancel !== undefined) throw closed('the run is being canceled');
  if (iteration !== state.iteration) throw closed(`the run is in iteration ${state.iteration}`);
  if (judged === undefined || judged.state === 'unasked') throw closed('nobody has been asked yet');
  if (judged.state === 'waiting') return judged;
  if (judged.by === 'expiry') throw closed('its deadline is over');
  throw closed(`the vote of ${judged.votes.at(-1)?.value.by.user ?? 'the last person'} has decided it`);
}
