// What a node skill's own verdict means as a result; the same for a runner and for a skill inside the daemon.
import { DomeError } from '@dome/contracts';

import type { Ended } from '../process/running.ts';
import type { RunVerdict } from './skill-context.ts';
import { retryable, skillFailed } from '../process/verdict.ts';

export function verdictOfRun(run: RunVerdict): Omit<Ended, 'exit'> {
  switch (run.kind) {
    case 'success':
      return { verdict: { result: 'success' }, outputText: run.outputText };
    case 'skip':
      return { verdict: { result: 'skip' } };
    case 'failure': {
      const { outputText } = run;
      const verdict = { result: 'failure', problem: skillFailed(run.message) } as const;
      return { verdict, ...(outputText === undefined ? {} : { outputText }) };
    }
    case 'retry':
      return { verdict: { result: 'error', problem: retryable(skillFailed(run.message)) } };
    case 'error': {
      const detail = run.message.slice(0, 4_096);
      const problem =
        run.isOutput === true ? new DomeError('OUTPUT_INVALID', { detail }).toProblem() : skillFailed(detail);
      return { verdict: { result: 'error', problem } };
    }
  }
}
