// Every forgery that the declared rights leave open, derived from the declaration itself, so that a right added later is
// tried too.
import type { MsgHdrs } from '@nats-io/transport-node';

import { ACCOUNTS, filters, subjects } from '@dome/contracts';

export interface Forgery {
  readonly user: string;
  readonly publish: string;
  /** The reply subject: the way to write where publishing is forbidden. */
  readonly reply?: string;
  readonly payload?: string;
  readonly headers?: MsgHdrs;
  /** The broker must refuse it, not merely let it have no effect. */
  readonly refused?: boolean;
  /** Streams that the right itself may write. */
  readonly mayStore?: readonly string[];
  /** `at home`: a real forgery, heard inside the attacker's own account; the wall is around that account. */
  readonly lands?: 'at home' | 'nowhere';
}

/** Each stream and who may read it. */
export const OWN_STREAMS = [
  { stream: 'SKILL_COMMANDS', provisioner: 'domed-provisioner' },
  { stream: 'JOB_EVENTS', provisioner: 'domed-provisioner' },
  { stream: 'JOB_LOGS', provisioner: 'domed-provisioner' },
  { stream: 'RUN_EVENTS', provisioner: 'dome-provisioner' },
  { stream: 'LAW_EVENTS', provisioner: 'dome-provisioner' },
] as const;

let counter = 0;
/** Each attempt writes to a subject of its own, so that anything heard there comes from it. */
const unique = (): string => `forged-${(counter += 1)}`;

const runEvent = (): string => subjects.runEvent({ plan: 'release', runId: unique(), phase: 'finished' });
const lawEvent = (): string => subjects.lawEvent({ kind: 'policy', name: unique(), phase: 'applied' });
const liveLaw = (): string => subjects.liveLaw({ kind: 'policy', name: unique(), phase: 'applied' });
const liveRun = (): string => subjects.liveRun({ plan: 'release', runId: unique(), phase: 'finished' });
const job = (): { skill: string; runId: string; jobId: string } => ({
  skill: 'echo',
  runId: 'release-x',
  jobId: unique(),
});
const jobEvent = (): string => subjects.jobTransition({ ...job(), phase: 'succeeded' });
const jobNote = (): string => subjects.jobNote({ ...job(), note: 'refused' });
const liveJob = (): string => subjects.liveJob({ ...job(), phase: 'succeeded' });
const jobLog = (): string => subjects.jobLog({ runId: 'release-x', jobId: unique() });
const liveLog = (): string => subjects.liveLog({ runId: 'release-x', jobId: unique() });
const command = (): string => subjects.skillExecute({ pool: 'default', skill: unique() });

const rightsOf = (account: string, user: string): readonly string[] =>
  (ACCOUNTS[account]?.users[user]?.publish ?? []).map((right) => right.replaceAll('{reader}', 'board'));

/** One of ours: an acknowledgement of its deliveries needs no name in it. */
const isOwnDurable = (right: string): boolean => right.includes('dome-') || right.includes('domed_reader_');

/** The streams that a publish under a right writes by itself, by the beginning of the right. */
const WRITES: readonly (readonly [string, string])[] = [
  ['dome.evt.job.', 'JOB_EVENTS'],
  ['dome.log.', 'JOB_LOGS'],
  ['dome.evt.run.', 'RUN_EVENTS'],
  ['dome.evt.law.', 'LAW_EVENTS'],
  ['dome.cmd.', 'SKILL_COMMANDS'],
];

const writtenBy = (right: string): string[] =>
  WRITES.flatMap(([prefix, stream]) => (right.startsWith(prefix) ? [stream] : []));

/** A subject under a right, as a client of that stream would send it. */
function concrete(right: string): string {
  const durable = right.includes('SKILL_COMMANDS') ? 'domed_default_echo' : unique();
  const ack = `${durable}.1.1.1.1700000000000000000.0`;
  if (right.startsWith('$JS.ACK.*.*.'))
    return right.replace('*.*', '_.hash').replace('.>', isOwnDurable(right) ? '.1.1.1.1.0' : `.${ack}`);
  if (right.startsWith('$JS.ACK.')) return right.replace('.>', isOwnDurable(right) ? '.1.1.1.1.0' : `.${ack}`);
  if (right.startsWith('dome.evt.job.')) return jobEvent();
  if (right.startsWith('dome.evt.run.')) return runEvent();
  if (right.startsWith('dome.evt.law.')) return lawEvent();
  if (right.startsWith('dome.log.')) return jobLog();
  if (right.startsWith('dome.cmd.')) return command();
  const last = right.includes('DIRECT.GET') ? filters.jobTransition() : durable;
  if (right.includes('CONSUMER.CREATE')) return right.replace('>', unique());
  if (right.startsWith('$O.')) return right.replace('>', `C.${unique()}`);
  return right.replaceAll('*', durable).replace(/>$/, last);
}

/** Requests that make the broker answer under a right: the first message, the next one, a push elsewhere. */
function request(right: string, target: string): string {
  if (right.includes('MSG.NEXT')) return JSON.stringify({ batch: 1, no_wait: true });
  if (right.includes('CONSUMER.CREATE')) {
    const stream = right.split('.').find((token) => /^(KV|OBJ)_/.test(token));
    const config = { deliver_subject: target, deliver_policy: 'all', ack_policy: 'none', replay_policy: 'instant' };
    return JSON.stringify({ stream_name: stream, config });
  }
  if (right.startsWith('$JS.ACK')) return '+ACK';
  if (right.includes('.MSG.GET.') || /DIRECT\.GET\.\w+$/.test(right)) return JSON.stringify({ seq: 1 });
  return '';
}

/** Nothing answers a flow control message, and an acknowledgement is answered only for a delivered message. */
const isSilent = (right: string): boolean =>
  /^\$JS\.(FC|ACK)\./.test(right) || right === '$SRV.>' || right.startsWith('dome.svc.');

function injections(
  account: string,
  user: string,
  { as = user, targets }: { as?: string; targets: readonly (() => string)[] },
): Forgery[] {
  return rightsOf(account, user).flatMap((right) =>
    targets.map((target): Forgery => {
      const reply = target();
      const payload = request(right, reply);
      const lands = isSilent(right) ? 'nowhere' : 'at home';
      return { user: as, publish: concrete(right), reply, payload, mayStore: writtenBy(right), lands };
    }),
  );
}

const direct = (user: string, publishes: readonly string[]): Forgery[] =>
  publishes.map((publish) => ({ user, publish, refused: true }));

const decide = (): string => subjects.controlGateDecide();
const EVERYTHING_STORED = [command, jobEvent, jobNote, jobLog, runEvent, lawEvent] as const;

/** dome may decide and command; it may not say what happened to a job. */
export const byDome = (): Forgery[] => [
  ...direct('dome', [jobEvent(), jobNote(), jobLog(), liveJob(), liveLog(), liveRun(), liveLaw(), decide()]),
  ...injections('DOME', 'dome', { targets: [jobEvent, jobLog, liveJob] }),
];

/** domed may say what happened to a job; it may not decide, neither directly nor through the answer to any right. */
export const byDomed = (): Forgery[] => [
  ...direct('domed', [
    runEvent(),
    lawEvent(),
    command(),
    liveRun(),
    liveLaw(),
    liveJob(),
    decide(),
    subjects.controlRunSubmit(),
  ]),
  ...injections('DOMED', 'domed', { targets: [runEvent, lawEvent, liveRun, liveLaw, decide] }),
];

/** A person may ask, and nothing else. */
export const byPerson = (): Forgery[] => [
  ...direct(
    'ada',
    [...EVERYTHING_STORED, liveJob, liveLog, liveRun, liveLaw].map((make) => make()),
  ),
  ...direct('ada', [subjects.runtimeJobCancel(), subjects.runtimeHealth(), `_INBOX_grace.${unique()}`]),
  ...injections('PEOPLE', '{person}', { as: 'ada', targets: [...EVERYTHING_STORED, decide] }),
];

/** An onlooker may ask for history and for what people see, and change nothing. */
export const byViewer = (): Forgery[] => [
  ...direct(
    'view',
    [...EVERYTHING_STORED, liveJob, liveLog, liveRun, liveLaw, decide].map((make) => make()),
  ),
  ...direct('view', [
    subjects.controlRunSubmit(),
    subjects.controlRunCancel(),
    subjects.controlLawApply(),
    subjects.runtimeCapabilityList(),
    subjects.runtimeArtifactGet(),
    '$SRV.PING',
  ]),
  ...direct('view', ['DOME.API.STREAM.NAMES', 'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs', '$JS.API.INFO']),
  ...injections('VIEW', 'view', { targets: [...EVERYTHING_STORED, decide] }),
];

/** A reader may ask its own durable for messages, and nothing else. */
export const byReader = (): Forgery[] => [
  ...direct(
    'board',
    [...EVERYTHING_STORED, liveJob, liveLog, liveRun, liveLaw, decide].map((make) => make()),
  ),
  ...direct('board', [
    subjects.controlRunList(),
    subjects.runtimeCapabilityList(),
    subjects.runtimeCursorMove(),
    '$SRV.PING',
    'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.domed_reader_other',
    'DOMED.API.CONSUMER.INFO.JOB_EVENTS.domed_reader_other',
    'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs',
    'DOMED.API.CONSUMER.MSG.NEXT.SKILL_COMMANDS.domed_default_echo',
    'DOMED.API.DIRECT.GET.JOB_EVENTS',
    'DOME.API.CONSUMER.CREATE.RUN_EVENTS',
    'DOME.API.CONSUMER.MSG.NEXT.LAW_EVENTS.domed_reader_other',
    'DOME.API.DIRECT.GET.LAW_EVENTS',
    '$JS.ACK.JOB_EVENTS.domed_reader_other.1.1.1.1.0',
    '$JS.ACK.JOB_EVENTS.dome-runs.1.1.1.1.0',
  ]),
  ...injections('VIEW', '{reader}', { as: 'board', targets: [...EVERYTHING_STORED, decide] }),
];
