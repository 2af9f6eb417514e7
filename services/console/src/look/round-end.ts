// What a round came to: what its gates decided, what the remedy did, what followed. Pure.
import { gateAt, lastDecision, tasksOfRound } from '@dome/runs/portable';
import type { RunState } from '@dome/runs/portable';

import { promotionOf } from '../state/promotions.ts';
import { decidedByText, gateLook } from './gate-look.ts';
import { markOfTask, markText } from './mark.tsx';
import type { StateMark } from './mark.tsx';
import { plainLine } from './markdown.ts';

export interface RoundLine {
  readonly mark: StateMark;
  readonly says: string;
  /** Whose sheet tells more. */
  readonly gate?: string;
}

export function roundEnd(state: RunState, iteration: number): RoundLine[] {
  const isLast = iteration >= Math.max(1, state.iteration);
  return [...gateLines(state, iteration), ...remedyLines(state, iteration), ...(isLast ? lastLines(state) : [])];
}

const gateLines = (state: RunState, iteration: number): RoundLine[] =>
  state.shape.gates.map((gate) => {
    const judged = gateAt(state, gate, iteration);
    const { mark, says } = gateLook(judged);
    const codes = judged === undefined ? [] : lastDecision(judged).reasonCodes;
    const because = codes.length === 0 ? '' : `: ${codes.join(', ')}`;
    return { mark, gate, says: `${gate} ${says} ${decidedByText(judged)}`.trimEnd() + because };
  });

const remedyLines = (state: RunState, iteration: number): RoundLine[] =>
  tasksOfRound(state, iteration)
    .filter(({ purpose }) => purpose === 'remedy')
    .map((task) => {
      const mark = markOfTask(task);
      const summary = task.state === 'settled' ? task.settled.value.summary : undefined;
      const told = summary === undefined ? markText(mark) : plainLine(summary);
      const next = iteration < state.iteration ? `; round ${iteration + 1} followed` : '';
      return { mark, says: `remedy ${task.key.taskId}: ${told}${next}` };
    });

function lastLines(state: RunState): RoundLine[] {
  const promotion = promotionOf(state);
  if (promotion === undefined) return [];
  const { artifact, to, state: went } = promotion;
  const mark = went === 'done' ? 'success' : went === 'allowed' ? 'finalizing' : 'failure';
  return [{ mark, says: `promotion of ${artifact} into ${to}: ${went}` }];
}
