// A run that the page does not know: it begins with the newest ones, and reads an older one when somebody opens it.
import { AskFault } from '../look/ask-fault.tsx';
import { Empty } from '../look/empty.tsx';
import { useAnswer } from '../state/answer.ts';
import { readOlderRun } from '../state/older-run.ts';
import { isCaughtUp } from '../state/run-store.ts';

interface UnknownRunProps {
  readonly runId: string;
  /** What else may tell of it. */
  readonly command: string;
}

export function UnknownRun({ runId, command }: UnknownRunProps) {
  return isCaughtUp.value ? <OlderRun key={runId} runId={runId} command={command} /> : <Reading />;
}

function OlderRun({ runId, command }: UnknownRunProps) {
  const read = useAnswer({ about: () => runId, ask: (session) => readOlderRun(session, runId) });
  const { value, fault } = read.value;
  if (fault !== undefined) return <AskFault what="The run cannot be read now:" fault={fault} />;
  if (value !== false) return <Reading />;
  return <Empty says={`Nothing is stored of ${runId}. What else may tell of it:`} commands={[command]} />;
}

const Reading = () => (
  <p class="quiet" role="status">
    Reading the runs …
  </p>
);
