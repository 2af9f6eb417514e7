// What ran, on what, and what came out; and whether the event that the run took as evidence is the one that is stored.
import type { FollowedEvent } from '@dome/client/portable';
import { provenanceFacts } from '@dome/runs/portable';
import type { TaskRecord } from '@dome/runs/portable';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { Copy } from '../look/copy.tsx';
import { Empty } from '../look/empty.tsx';
import { spanText } from '../look/time.ts';
import { digestOf } from '../state/digest.ts';
import type { RunJobs } from '../state/run-jobs.ts';

interface ProvenanceOf {
  readonly record: TaskRecord;
  readonly jobs: RunJobs;
}

export function TaskProvenance({ record, jobs }: ProvenanceOf) {
  const { provenance, evidence, runId, taskId, iteration, state, jobId = '' } = record;
  const place = `${runId}/${taskId}/${iteration}`;
  if (provenance === undefined)
    return (
      <Empty
        says={
          state === 'settled'
            ? 'It has no provenance record: its job did not start, or its events are no longer stored. What is known of it:'
            : 'It has not ended: the provenance record comes with the end. What is known of it:'
        }
        commands={[`dome run get ${place}`]}
      />
    );
  const stored = (jobs.byJob.get(jobId) ?? []).find(({ sequence }) => sequence === evidence?.sequence);
  return (
    <>
      {evidence === undefined ? undefined : <Evidence evidence={evidence} stored={stored} />}
      <table class="record">
        <tbody>
          {provenanceFacts(provenance, spanText).map(({ name, text, digest }, at) => (
            <tr key={at}>
              <th scope="row">{name}</th>
              <td>
                {text}
                {digest === undefined ? undefined : <code>{digest}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">The whole chain of digests is proved, on a machine of your own, by</p>
      <p>
        <code>{`dome provenance show ${place}`}</code>{' '}
        <Copy text={`dome provenance show ${place}`} what="the command that proves it" />
      </p>
    </>
  );
}

interface EvidenceOf {
  readonly evidence: NonNullable<TaskRecord['evidence']>;
  readonly stored: FollowedEvent | undefined;
}

/** The digest is computed here, of the bytes that this page read from the stream. */
function Evidence({ evidence, stored }: EvidenceOf) {
  const real = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (stored !== undefined) void digestOf(stored.payload).then((digest) => void (real.value = digest));
  }, [stored]);
  const { stream, sequence, digest } = evidence;
  return (
    <div class="evidence" role="status">
      <p>{says(real.value, digest, stored !== undefined)}</p>
      <p class="quiet">
        {stream} #{sequence} <code>{digest}</code>
      </p>
    </div>
  );
}

function says(real: string | undefined, digest: string, isStored: boolean) {
  if (!isStored) return 'The event that the run took as evidence is not stored any more, or not read yet.';
  if (real === undefined) return 'Computing the digest of the event …';
  if (real === digest)
    return (
      <span class="mark-success">✔ The stored event is the one that the run took as evidence: computed here.</span>
    );
  return <span class="fault">✖ The stored event has the digest {real}: it is not what the run took as evidence.</span>;
}
