// What a job waits for, with a way to whoever holds it.
import { routeText } from '../route/route.ts';
import { holderTask, restText } from '../state/held-runs.ts';
import type { SeenWait } from '../state/held-runs.ts';

export function LockWaitLine({ task = '', wait }: { readonly task?: string; readonly wait: SeenWait }) {
  const { lock, heldBy } = wait;
  const [first] = heldBy;
  return (
    <p class="waits">
      <span aria-hidden="true">‖</span> {task} waits for <a href={routeText(['fleet'])}>lock {lock}</a>
      {first === undefined ? undefined : (
        <>
          , held by <Holder runId={first.runId} jobId={first.jobId} />
        </>
      )}
      {restText(wait)}
    </p>
  );
}

function Holder({ runId, jobId }: { readonly runId: string; readonly jobId: string }) {
  const task = holderTask({ runId, jobId });
  if (task === undefined)
    return (
      <>
        job <a href={routeText(['runs', runId])}>{jobId}</a>
      </>
    );
  const iteration = jobId.slice(jobId.lastIndexOf('_') + 1);
  return (
    <a href={routeText(['runs', runId, 'tasks', task], new URLSearchParams({ iteration }))}>
      {runId}/{task}
    </a>
  );
}
