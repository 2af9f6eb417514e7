// One artifact that stands in an environment: who put it there, when, by which run, and on which evidence.
import { shortDigest } from '@dome/contracts/portable';
import type { StandingArtifact } from '@dome/contracts/portable';
import { useSignal } from '@preact/signals';

import { AskFault } from '../look/ask-fault.tsx';
import { CheckedMark } from '../look/checked-mark.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { Grid } from '../look/grid.tsx';
import type { GridRow } from '../look/grid.tsx';
import { Moment } from '../look/moment.tsx';
import { ageText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { useAnswer } from '../state/answer.ts';
import { readGrounds } from '../state/grounds.ts';
import type { Ground, Grounds } from '../state/grounds.ts';
import { nowMs } from '../state/link.ts';

export const peopleOf = (people: readonly string[] = []): string =>
  people.length === 0 ? 'policy' : people.join(', ');

interface StandingProps {
  readonly artifact: StandingArtifact;
  /** Its evidence is shown at once. */
  readonly isOpen: boolean;
}

export function Standing({ artifact, isOpen }: StandingProps) {
  const { name, digest, since, from, runId, decidedBy, decidedAt } = artifact;
  const opened = useSignal(isOpen);
  return (
    <li class="standing">
      <h3>
        {name} <DigestText digest={digest} />
      </h3>
      <p>
        promoted by <strong>{peopleOf(decidedBy)}</strong> from {from}, in the run{' '}
        <a href={routeText(['runs', runId, 'gates'])} data-row>
          {runId}
        </a>
        ; decided <Moment ms={Date.parse(decidedAt)} />, stands here for {ageText(nowMs.value - Date.parse(since))}
      </p>
      <details open={opened.value} onToggle={({ currentTarget }) => void (opened.value = currentTarget.open)}>
        <summary>On which evidence</summary>
        {opened.value ? <Evidence artifact={artifact} /> : undefined}
      </details>
    </li>
  );
}

/** A decision and what it rests on never change: they are read once. */
function Evidence({ artifact }: { readonly artifact: StandingArtifact }) {
  const answer = useAnswer({ about: () => undefined, ask: (session) => readGrounds(session, artifact) });
  const { value, fault } = answer.value;
  if (fault !== undefined) return <AskFault what="The evidence cannot be read:" fault={fault} />;
  if (value === undefined) return <p class="quiet">Reading the decision …</p>;
  return (
    <>
      <Grid
        columns={COLUMNS}
        rows={value.rests.map((ground) => rowOf(ground, artifact))}
        label={`What the promotion of ${artifact.name} rests on`}
      />
      <Decided grounds={value} artifact={artifact} />
    </>
  );
}

const COLUMNS = ['rests on', 'said', 'when', 'event', 'digest', 'read again now'] as const;

function rowOf(ground: Ground, artifact: StandingArtifact): GridRow {
  const { evidence, checked, gate } = ground;
  const { message } = checked;
  return {
    key: evidence.sequence,
    cells: [
      <RestsOn key="on" ground={ground} artifact={artifact} />,
      gate === undefined ? '' : `${SAID[gate.status]} by ${peopleOf(gate.decidedBy.people)}`,
      message === undefined ? 'unknown' : <Moment key="when" ms={message.timeMs} />,
      `${evidence.stream} #${evidence.sequence}`,
      <DigestText key="digest" digest={evidence.digest} />,
      <CheckedMark key="checked" checked={checked} />,
    ],
  };
}

const SAID = { APPROVE: '✔ approved', REJECT: '✖ rejected', NEEDS_HUMAN: '‖ asks people, said' } as const;

interface RestsOnProps {
  readonly ground: Ground;
  readonly artifact: StandingArtifact;
}

function RestsOn({ ground: { gate, broughtBy, evidence }, artifact: { runId, from } }: RestsOnProps) {
  if (gate !== undefined)
    return (
      <a
        href={routeText(['gates', runId, gate.gate], new URLSearchParams({ iteration: String(gate.iteration) }))}
        data-row
      >
        gate {gate.gate}, round {gate.iteration}
      </a>
    );
  if (broughtBy === undefined) return <>{evidence.id}</>;
  return (
    <>
      stood in {from}, put there by{' '}
      <a href={routeText(['runs', broughtBy, 'gates'])} data-row>
        {broughtBy}
      </a>
    </>
  );
}

function Decided({ grounds, artifact }: { readonly grounds: Grounds; readonly artifact: StandingArtifact }) {
  const { decision, sequence } = grounds;
  const { policy, environment, lawSequence } = decision;
  const lawText = (kind: string, { name, version }: { readonly name: string; readonly version: string }) => (
    <a href={routeText(['law', kind, name], new URLSearchParams({ version }))}>
      {kind} {name}@{version}
    </a>
  );
  return (
    <p class="quiet">
      The decision is RUN_EVENTS #{sequence},{' '}
      <code title={artifact.decisionId}>{shortDigest(artifact.decisionId)}</code>, by{' '}
      {policy.submittedBy === undefined ? lawText('policy', policy) : `policy ${policy.name} of ${policy.submittedBy}`}{' '}
      <DigestText digest={policy.digest} />
      {environment === undefined ? undefined : (
        <>
          {' '}
          and {lawText('environment', environment)} <DigestText digest={environment.digest} />
        </>
      )}
      {lawSequence === undefined ? '' : `, under the law as of LAW_EVENTS #${lawSequence}`}.
    </p>
  );
}
