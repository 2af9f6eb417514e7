import { ACCOUNTS, STREAMS, TOPOLOGY, of } from './edit.ts';
import type { Edit, Made } from './edit.ts';

/** Streams, durables, buckets and rights. */
export const BROKER_BREAKS: readonly Edit[] = (
  [
    [
      'run events are kept for 40 days',
      (draft) => draft.set(`${STREAMS}/RUN_EVENTS/maxAge`, '40d'),
      'age-lowered',
      '/RUN_EVENTS/maxAge',
      'reader',
    ],
    [
      'a stream is smaller',
      (draft) => draft.set(`${STREAMS}/JOB_EVENTS/maxBytes`, 1_048_576),
      'size-lowered',
      '/maxBytes',
      'writer',
    ],
    [
      'messages must be smaller',
      (draft) => draft.set(`${STREAMS}/JOB_LOGS/maxMessageBytes`, 65_536),
      'message-size-lowered',
      '/maxMessageBytes',
      'writer',
    ],
    [
      'a repeated message is known for less long',
      (draft) => draft.set(`${STREAMS}/SKILL_COMMANDS/duplicateWindow`, '2s'),
      'duplicate-window-lowered',
      '/duplicateWindow',
      'writer',
    ],
    [
      'the oldest messages go',
      (draft) => draft.set(`${STREAMS}/RUN_EVENTS/discard`, 'old'),
      'discard-changed',
      '/discard',
      'reader',
    ],
    [
      'a stream is in memory',
      (draft) => draft.set(`${STREAMS}/RUN_EVENTS/storage`, 'memory'),
      'storage-changed',
      '/storage',
      'both',
    ],
    [
      'a stream keeps what is acked',
      (draft) => draft.set(`${STREAMS}/SKILL_COMMANDS/retention`, 'limits'),
      'retention-changed',
      '/retention',
      'both',
    ],
    [
      'a stream moves to another account',
      (draft) => draft.set(`${STREAMS}/JOB_LOGS/account`, 'DOME'),
      'account-changed',
      '/account',
      'both',
    ],
    [
      'no direct reads',
      (draft) => draft.set(`${STREAMS}/JOB_EVENTS/allowDirect`, false),
      'direct-read-removed',
      '/allowDirect',
      'reader',
    ],
    [
      'nothing is republished',
      (draft) => draft.remove(`${STREAMS}/JOB_LOGS/republish`),
      'republish-changed',
      '/republish',
      'reader',
    ],
    [
      'a stream stores other subjects',
      (draft) => draft.set(`${STREAMS}/JOB_LOGS/subjects`, ['dome.log.*']),
      'subjects-removed',
      '/subjects',
      'writer',
    ],
    ['a stream is removed', (draft) => draft.remove(`${STREAMS}/JOB_LOGS`), 'stream-removed', '/JOB_LOGS', 'both'],
    [
      'a setting that the judge does not know',
      (draft) => draft.add(`${STREAMS}/JOB_LOGS/sealed`, true),
      'setting-unknown',
      '/sealed',
      'both',
    ],
    [
      'a durable is renamed',
      (draft) => draft.set(`${TOPOLOGY}/consumers/domeRuns/durable`, 'dome-terminals'),
      'durable-renamed',
      '/durable',
      'reader',
    ],
    [
      'a durable no longer delivers a phase',
      (draft) => draft.drop(`${TOPOLOGY}/consumers/domeRuns/filters`, 'dome.evt.job.*.*.*.parked'),
      'filters-narrowed',
      '/filters',
      'reader',
    ],
    [
      'a delivery is given up',
      (draft) => draft.set(`${TOPOLOGY}/consumers/skillIntake/maxDeliver`, 5),
      'deliveries-lowered',
      '/maxDeliver',
      'reader',
    ],
    [
      'a bucket is removed',
      (draft) => draft.remove(`${TOPOLOGY}/buckets/domed_descriptors`),
      'bucket-removed',
      '/domed_descriptors',
      'both',
    ],
    [
      'leases no longer end',
      (draft) => draft.set(`${TOPOLOGY}/buckets/domed_capabilities/perKeyTtl`, false),
      'key-ttl-removed',
      '/perKeyTtl',
      'writer',
    ],
    [
      'artifacts are kept for a day',
      (draft) => draft.set(`${TOPOLOGY}/objectStores/domed_artifacts/maxAge`, '1d'),
      'age-lowered',
      '/domed_artifacts/maxAge',
      'reader',
    ],
    [
      'observers lose the logs',
      (draft) => {
        draft.drop(`${ACCOUNTS}/VIEW/users/view/publish`, 'DOMED.API.DIRECT.GET.JOB_LOGS');
        draft.drop(`${ACCOUNTS}/VIEW/users/view/publish`, 'DOMED.API.DIRECT.GET.JOB_LOGS.>');
      },
      'right-removed',
      '/users/view/publish/*',
      'writer',
    ],
    [
      'people lose the live subjects',
      (draft) => draft.drop(`${ACCOUNTS}/PEOPLE/users/{person}/subscribe`, 'dome.live.>'),
      'right-removed',
      '/subscribe/*',
      'reader',
    ],
    [
      'a user is removed',
      (draft) => draft.remove(`${ACCOUNTS}/VIEW/users/view`),
      'user-removed',
      '/users/view',
      'both',
    ],
    [
      'a service is exported to nobody',
      (draft) =>
        draft.drop(`${ACCOUNTS}/DOMED/exports`, { service: 'dome.svc.domed.job.get', to: ['PEOPLE'], share: true }),
      'right-removed',
      '/exports/*',
      'reader',
    ],
    [
      'a sender is no longer stamped',
      (draft) => draft.remove(`${ACCOUNTS}/DOME/exports/0/share`),
      'export-changed',
      '/exports/*',
      'both',
    ],
  ] satisfies Made[]
).map(of('breaking', 'both'));
