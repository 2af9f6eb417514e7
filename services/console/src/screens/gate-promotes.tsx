// What happens if the gate approves: what would go where, and what stands there now.
import { showSize } from '@dome/contracts/portable';
import type { GateDetail } from '@dome/contracts/portable';
import type { GateState } from '@dome/runs/portable';

import { DigestText } from '../look/digest-text.tsx';
import { ageText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { nowMs } from '../state/link.ts';
import type { KnownRun } from '../state/run-store.ts';

interface GatePromotesProps {
  readonly run: KnownRun;
  readonly judged: GateState;
  readonly detail: GateDetail | undefined;
}

export function GatePromotes({ run: { state }, judged, detail }: GatePromotesProps) {
  const planned = state.shape.document.promotion;
  if (planned === undefined) return undefined;
  const { subject, replaces, missing, state: progress } = detail?.promotion ?? {};
  return (
    <section aria-labelledby="promotes">
      <h2 id="promotes">Promotes</h2>
      <p>
        {planned.subject.artifact} of {planned.subject.task} from {planned.from} to{' '}
        <a href={routeText(['environments', planned.to])}>{planned.to}</a>
        {subject === undefined ? undefined : (
          <>
            : <DigestText digest={subject.digest} /> {showSize(subject.size)}
          </>
        )}
        {progress === undefined ? '' : PROGRESS[progress]}
        {missing === undefined ? '' : `; not yet: ${missing}`}
      </p>
      {replaces === undefined ? (
        <p class="quiet">
          {judged.state === 'waiting' && progress === 'undecided'
            ? `Nothing of that name stands in ${planned.to}.`
            : ''}
        </p>
      ) : (
        <p>
          It replaces <DigestText digest={replaces.digest} /> of{' '}
          <a href={routeText(['runs', replaces.runId])}>{replaces.runId}</a>, there since{' '}
          {ageText(nowMs.value - Date.parse(replaces.since))}
          {replaces.decidedBy.length === 0 ? '' : `, approved by ${replaces.decidedBy.join(', ')}`}.
        </p>
      )}
    </section>
  );
}

const PROGRESS = { undecided: '', allowed: '; allowed, and under way', refused: '; refused', done: '; done' } as const;
