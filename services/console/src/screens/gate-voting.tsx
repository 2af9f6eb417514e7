// The vote: what it signs, why, and the two buttons. It carries the digest that is shown; what was refused is said, and why.
import { toDomeError } from '@dome/contracts/portable';
import type { DomeError, GateDetail } from '@dome/contracts/portable';
import { missingText, whyNot } from '@dome/runs/portable';
import type { GateState } from '@dome/runs/portable';
import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';

import { AskFault } from '../look/ask-fault.tsx';
import { OBSERVER } from '../nats/credentials.ts';
import type { ShownGate } from '../state/gate-stand.ts';
import { whyClosed } from '../state/gate-stand.ts';
import type { KnownRun } from '../state/run-store.ts';
import { session } from '../state/session.ts';

interface GateVotingProps {
  readonly run: KnownRun;
  readonly judged: GateState;
  readonly shown: ShownGate;
  readonly isBehind: boolean;
  readonly detail: GateDetail | undefined;
}

type Verdict = 'approve' | 'reject';

interface Sent {
  readonly says?: string;
  readonly fault?: DomeError;
}

export function GateVoting({ run: { state }, judged, shown, isBehind, detail }: GateVotingProps) {
  const reason = useSignal('');
  const { sent, isBusy, vote, withdraw } = useVoting(state.runId, judged.gate, { shown, reason });
  const closed = whyClosed(state, judged);
  const own = judged.votes.find(({ value }) => value.by.user === session.value?.user);
  if (closed !== undefined && !isBehind)
    return (
      <section aria-labelledby="vote" class="voting">
        <h2 id="vote">The decision</h2>
        <p>{closed} It rests on this evidence:</p>
        <code class="signed">{shown.evidenceDigest}</code>
        <Outcome sent={sent.value} />
      </section>
    );
  const behind = isBehind ? 'What is shown here is no longer what the gate is about.' : undefined;
  const whys = behind === undefined ? VERDICTS.map((verdict) => cannot(verdict, detail)) : [behind];
  return (
    <section aria-labelledby="vote" class="voting">
      <h2 id="vote">Your vote</h2>
      <p>
        It signs this evidence, and no other:
        <code class="signed">{shown.evidenceDigest}</code>
      </p>
      <Reason reason={reason} />
      <div class="verdicts">
        {VERDICTS.map((verdict) => (
          <Button
            key={verdict}
            verdict={verdict}
            cannot={isBusy.value ? 'It is being sent.' : (behind ?? cannot(verdict, detail))}
            act={() => vote(verdict)}
          />
        ))}
        {own === undefined || isBehind ? undefined : (
          <button type="button" disabled={isBusy.value} onClick={withdraw}>
            Take my vote back
          </button>
        )}
      </div>
      <Cannot reasons={whys} />
      <Outcome sent={sent.value} />
    </section>
  );
}

const Reason = ({ reason }: Pick<Ballot, 'reason'>) => (
  <label>
    Reason
    <textarea
      data-vote
      rows={2}
      value={reason.value}
      onInput={({ currentTarget }) => void (reason.value = currentTarget.value)}
    />
  </label>
);

const VERDICTS = ['approve', 'reject'] as const;

interface Ballot {
  readonly shown: ShownGate;
  readonly reason: Signal<string>;
}

/** A vote carries the digest that is shown, so that one on anything else is refused. */
function useVoting(runId: string, gate: string, { shown, reason }: Ballot) {
  const isBusy = useSignal(false);
  const sent = useSignal<Sent>({});
  const { iteration, evidenceDigest } = shown;
  const request = () => {
    const why = reason.value.trim();
    return { runId, gate, iteration, ...(why === '' ? {} : { reason: why }) };
  };
  const send = async (work: () => Promise<string>): Promise<void> => {
    isBusy.value = true;
    sent.value = await work().then(
      (says) => ({ says }),
      (error: unknown) => ({ fault: toDomeError(error) }),
    );
    isBusy.value = false;
  };
  const vote = (verdict: Verdict): void =>
    void send(async () => {
      const reply = await asker()('controlGateDecide', { ...request(), verdict, evidenceDigest });
      return `${reply.existing ? 'You had voted already: ' : ''}${verdictText(reply.verdict)}${tallyText(reply)}`;
    });
  const withdraw = (): void =>
    void send(async () => `Your vote is taken back${tallyText(await asker()('controlGateWithdraw', request()))}`);
  return { sent, isBusy, vote, withdraw };
}

const Outcome = ({ sent: { says, fault } }: { readonly sent: Sent }) => (
  <>
    {says === undefined ? undefined : (
      <p role="status" class="waits">
        {says}
      </p>
    )}
    {fault === undefined ? undefined : <AskFault what="The vote was refused:" fault={fault} />}
  </>
);

/** Undefined: the vote would be taken. */
function cannot(verdict: Verdict, detail: GateDetail | undefined): string | undefined {
  if (session.value?.user === OBSERVER) return 'Observers do not vote: sign in as a person.';
  if (detail === undefined) return 'What your vote is worth is being asked.';
  const right = detail.you[verdict];
  return right.allowed ? undefined : whyNot(right);
}

function Cannot({ reasons }: { readonly reasons: readonly (string | undefined)[] }) {
  const [approve, reject = approve] = reasons;
  const said = approve === reject ? [approve] : reasons;
  return (
    <div id="cannot" class="quiet">
      {said.map((text) => (text === undefined ? undefined : <p key={text}>{text}</p>))}
    </div>
  );
}

interface ButtonProps {
  readonly verdict: Verdict;
  readonly cannot: string | undefined;
  readonly act: () => void;
}

const Button = ({ verdict, cannot: why, act }: ButtonProps) => (
  <button
    type="button"
    class={`verdict verdict-${verdict}`}
    disabled={why !== undefined}
    title={why}
    aria-describedby={why === undefined ? undefined : 'cannot'}
    onClick={act}
  >
    {verdict === 'approve' ? '✔ Approve' : '✖ Reject'}
  </button>
);

function asker() {
  if (session.value === undefined) throw new Error('Nobody is signed in.');
  return session.value.ask;
}

const verdictText = (verdict: Verdict): string => (verdict === 'approve' ? 'You approved' : 'You rejected');

const tallyText = ({ approvals }: { readonly approvals?: Parameters<typeof missingText>[0] | undefined }): string =>
  approvals === undefined ? '.' : `. ${missingText(approvals)}.`;
