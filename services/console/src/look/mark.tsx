// A state or a result as a symbol and a word: colour is never the only signal.
import type { RunSummary, SettledTask } from '@dome/contracts/portable';
import type { TaskState } from '@dome/runs/portable';

export type Mark = SettledTask['result'] | RunSummary['state'] | 'dispatched';

const SYMBOLS: Readonly<Record<Mark, string>> = {
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

const WORDS: Partial<Readonly<Record<Mark, string>>> = {
  executing: 'running',
  dispatched: 'running',
  cancellation: 'canceled',
};

export const markText = (mark: Mark): string => WORDS[mark] ?? mark;
export const markOfRun = ({ state, result }: RunSummary): Mark => result ?? state;
export const markOfTask = (task: TaskState): Mark =>
  task.state === 'settled' ? task.settled.value.result : task.state;
export const symbolOf = (mark: Mark): string => SYMBOLS[mark];

export function MarkIcon({ mark }: { readonly mark: Mark }) {
  return (
    <span class={`mark mark-${mark}`} role="img" aria-label={markText(mark)}>
      {SYMBOLS[mark]}
    </span>
  );
}
