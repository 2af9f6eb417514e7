// What the end of a process means. Exit codes are the whole vocabulary: 0 yes, 1 the check said no, 75 try again, 78
// not applicable; anything else, including a signal, means that the skill itself broke.
import { DomeError } from '@dome/contracts';
import type { Exit, ProblemBody } from '@dome/contracts';

import type { ExecutionResult } from '../execution.ts';

export interface Verdict {
  readonly result: Extract<ExecutionResult, 'success' | 'failure' | 'error' | 'skip'>;
  readonly problem?: ProblemBody;
}

const EXIT_RETRY = 75;
const EXIT_SKIP = 78;

export function verdictOfExit(exit: Exit): Verdict {
  if (exit.signal !== undefined) return broke(`the skill was ended by ${exit.signal}`);
  switch (exit.code) {
    case 0:
      return { result: 'success' };
    case 1:
      return { result: 'failure', problem: skillFailed('the check said no (exit code 1)') };
    case EXIT_RETRY:
      return {
        result: 'error',
        problem: retryable(skillFailed(`the skill asks to be tried again (exit code ${EXIT_RETRY})`)),
      };
    case EXIT_SKIP:
      return { result: 'skip' };
    default:
      return broke(`the skill ended with exit code ${exit.code ?? 'unknown'}`);
  }
}

function broke(detail: string): Verdict {
  return { result: 'error', problem: skillFailed(detail) };
}

export function skillFailed(detail: string): ProblemBody {
  return new DomeError('SKILL_FAILED', { detail: detail.slice(0, 4_096) }).toProblem();
}

/** The skill knows better than the catalogue that this case deserves another attempt. */
export function retryable(problem: ProblemBody): ProblemBody {
  return { ...problem, retryable: true, hint: 'The retry policy of the job decides when and how often.' };
}
