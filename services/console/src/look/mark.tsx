// A state or a result as a symbol and a word: colour is never the only signal.
import type { RunSummary, SettledTask } from '@dome/contracts/portable';
import type { TaskState } from '@dome/runs/portable';

export type StateMark = SettledTask['result'] | RunSummary['state'] | 'dispatched';

const SYMBOLS: Readonly<Record<StateMark, string>> = {
  success: '✔',
  failure: '✖',
  error: '⚠',
  timeout: '◴',
  cancellation: '⊘',
  skip: '○',
  pending: '◷',
  executing: '●',
  dispatched: '●',
  waiting: '‖',
  finalizing: '◔',
  finished: '✔',
};

const WORDS: Partial<Readonly<Record<StateMark, string>>> = {
  executing: 'running',
  dispatched: 'running',
  cancellation: 'canceled',
};

export const markText = (mark: StateMark): string => WORDS[mark] ?? mark;
export const markOfRun = ({ state, result }: RunSummary): StateMark => result ?? state;
export const markOfTask = (task: TaskState): StateMark =>
  task.state === 'settled' ? task.settled.value.result : task.state;
export const symbolOf = (mark: StateMark): string => SYMBOLS[mark];

export function MarkIcon({ mark }: { readonly mark: StateMark }) {
  return (
    <span class={`mark mark-${mark}`} role="img" aria-label={markText(mark)}>
      {SYMBOLS[mark]}
    </span>
  );
}
