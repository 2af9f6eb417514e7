import { ACCOUNTS, COMMON, STARTED, STREAMS, TOPOLOGY, Y, clone, of, text } from './edit.ts';
import type { Edit, Made } from './edit.ts';

export const ADDITIVE: readonly Edit[] = (
  [
    [
      'an event has a new member',
      (draft) => draft.add(`${STARTED}/properties/zone`, text),
      'member-added',
      '/properties/zone',
    ],
    [
      'a reply has a new member',
      (draft) => draft.add('schemas/service/run-get-reply.json#/properties/note', text),
      'member-added',
      '/properties/note',
    ],
    [
      'a request has a new member',
      (draft) => draft.add('schemas/service/run-list-request.json#/properties/owner', text),
      'member-added',
      '/properties/owner',
    ],
    [
      'the envelope has a new member',
      (draft) => draft.add('schemas/envelope.json#/properties/partitionkey', text),
      'member-added',
      '/partitionkey',
    ],
    [
      'a shared structure has a new member',
      (draft) => draft.add(`${COMMON}/worker/properties/zone`, text),
      'member-added',
      '/properties/zone',
    ],
    [
      'a value of a bucket has a new member',
      (draft) => draft.add('schemas/ledger-entry.json#/properties/note', text),
      'member-added',
      '/properties/note',
    ],
    [
      'a value joins an open enum',
      (draft) => draft.push('schemas/job/outcome.json#/$defs/truncated/properties/reason/enum', 'quota'),
      'value-added',
      '/reason/enum',
    ],
    [
      'a value leaves an open enum',
      (draft) => draft.drop('schemas/job/outcome.json#/$defs/truncated/properties/reason/enum', 'no-room'),
      'value-added',
      '/reason/enum',
    ],
    [
      'a new major version stands beside the old',
      (draft) => {
        const messages = `${Y}/components/messages`;
        const name = 'dev.dome.job.started.v2';
        draft.add(`${messages}/JobStarted2`, clone(draft, `${messages}/JobStarted`));
        draft.set(`${messages}/JobStarted2/name`, name);
        draft.set(`${messages}/JobStarted2/payload/allOf/1/properties/type/const`, name);
        draft.add(`${Y}/channels/jobTransition/messages/JobStarted2`, { $ref: '#/components/messages/JobStarted2' });
      },
      'message-added',
      '/messages/JobStarted2',
    ],
    [
      'a channel is added',
      (draft) => {
        draft.add(`${Y}/channels/lawEvent`, clone(draft, `${Y}/channels/runEvent`));
        draft.set(`${Y}/channels/lawEvent/address`, 'dome.evt.law.{kind}.{name}.{phase}');
      },
      'channel-added',
      '/channels/lawEvent',
    ],
    [
      'an operation is added',
      (draft) =>
        draft.add(`${Y}/operations/receiveJobLog`, {
          action: 'receive',
          channel: { $ref: '#/channels/jobLog' },
          'x-dome-participant': 'view',
        }),
      'operation-added',
      '/receiveJobLog',
    ],
    [
      'a phase is added',
      (draft) => draft.push(`${Y}/channels/runEvent/parameters/phase/enum`, 'vote-withdrawn'),
      'token-added',
      '/parameters/phase',
    ],
    [
      'a parameter is called otherwise',
      (draft) => {
        draft.set(`${Y}/channels/jobLog/address`, 'dome.log.{run}.{jobId}');
        draft.remove(`${Y}/channels/jobLog/parameters/runId`);
        draft.add(`${Y}/channels/jobLog/parameters/run`, {});
      },
      'parameter-renamed',
      '/parameters/run',
    ],
    [
      'a header is added',
      (draft) => draft.add(`${Y}/components/messageTraits/request/headers/properties/Dome-Wait`, text),
      'member-added',
      '/Dome-Wait',
    ],
    [
      'run events are kept for longer',
      (draft) => draft.set(`${STREAMS}/RUN_EVENTS/maxAge`, '800d'),
      'age-raised',
      '/maxAge',
    ],
    [
      'a stream is larger',
      (draft) => draft.set(`${STREAMS}/JOB_LOGS/maxBytes`, 17_179_869_184),
      'size-raised',
      '/maxBytes',
    ],
    [
      'a repeated message is known for longer',
      (draft) => draft.set(`${STREAMS}/JOB_EVENTS/duplicateWindow`, '10m'),
      'duplicate-window-raised',
      '/duplicateWindow',
    ],
    [
      'direct reads',
      (draft) => draft.set(`${STREAMS}/SKILL_COMMANDS/allowDirect`, true),
      'direct-read-added',
      '/allowDirect',
    ],
    [
      'a stream stores more subjects',
      (draft) => draft.push(`${STREAMS}/RUN_EVENTS/subjects`, 'dome.evt.vote.>'),
      'subjects-added',
      '/subjects',
    ],
    [
      'a stream is added',
      (draft) => draft.add(`${STREAMS}/AUDIT_EVENTS`, clone(draft, `${STREAMS}/RUN_EVENTS`)),
      'stream-added',
      '/AUDIT_EVENTS',
    ],
    [
      'a durable is added',
      (draft) => draft.add(`${TOPOLOGY}/consumers/reader`, clone(draft, `${TOPOLOGY}/consumers/domeRuns`)),
      'durable-added',
      '/consumers/reader',
    ],
    [
      'a durable delivers more',
      (draft) => draft.push(`${TOPOLOGY}/consumers/domeRuns/filters`, 'dome.evt.job.*.*.*.retrying'),
      'filters-widened',
      '/filters',
    ],
    [
      'a daemon has longer to ack',
      (draft) => draft.set(`${TOPOLOGY}/consumers/skillIntake/ackWait`, '1m'),
      'ack-wait-raised',
      '/ackWait',
    ],
    [
      'a bucket is added',
      (draft) => draft.add(`${TOPOLOGY}/buckets/domed_locks`, clone(draft, `${TOPOLOGY}/buckets/domed_capabilities`)),
      'bucket-added',
      '/domed_locks',
    ],
    [
      'keys may end',
      (draft) => draft.set(`${TOPOLOGY}/buckets/domed_idempotency/perKeyTtl`, true),
      'key-ttl-added',
      '/perKeyTtl',
    ],
    [
      'a right to what is new',
      (draft) => draft.push(`${ACCOUNTS}/DOMED/users/domed/publish`, '$KV.domed_locks.>'),
      'right-added',
      '/publish/*',
    ],
    [
      'a call on a bucket that is new',
      (draft) => {
        draft.add(`${TOPOLOGY}/buckets/domed_tried`, clone(draft, `${TOPOLOGY}/buckets/domed_capabilities`));
        draft.push(`${ACCOUNTS}/DOMED/users/domed/publish`, '$JS.API.STREAM.MSG.GET.KV_domed_tried');
      },
      'right-added',
      '/publish/*',
    ],
    [
      'a call that a wildcard of others covers, on a stream that is new',
      (draft) => {
        draft.add(`${STREAMS}/LAW_EVENTS`, clone(draft, `${STREAMS}/RUN_EVENTS`));
        draft.push(`${ACCOUNTS}/DOME/users/dome/publish`, '$JS.API.STREAM.INFO.LAW_EVENTS');
      },
      'right-added',
      '/publish/*',
    ],
    [
      'an endpoint that is new is exported',
      (draft) =>
        draft.push(`${ACCOUNTS}/DOMED/exports`, { service: 'dome.svc.domed.tried.list', to: ['PEOPLE'], share: true }),
      'right-added',
      '/exports/*',
    ],
    [
      'a stream that is new is exported',
      (draft) => draft.push(`${ACCOUNTS}/DOME/exports`, { stream: 'dome.live.law.>', to: ['PEOPLE', 'VIEW'] }),
      'right-added',
      '/exports/*',
    ],
    [
      'a user is added',
      (draft) =>
        draft.add(`${ACCOUNTS}/VIEW/users/pipeline`, {
          description: 'A pipeline.',
          publish: [],
          subscribe: ['_INBOX_pipeline.>'],
        }),
      'user-added',
      '/users/pipeline',
    ],
    [
      'an error code is added',
      (draft) => draft.add('schemas/catalogues/errors.json#/LAW_CHANGED', { status: 409, disposition: 'refuse' }),
      'error-added',
      '/LAW_CHANGED',
    ],
    [
      'an exit code is added',
      (draft) => draft.add('schemas/catalogues/exit-codes.json#/codes/paused', 9),
      'exit-code-added',
      '/codes/paused',
    ],
    [
      'skills get a variable',
      (draft) => draft.push(`${Y}/x-dome-process/environment`, 'DOME_LOCKS'),
      'process-word-added',
      '/environment',
    ],
    [
      'skills may print a command',
      (draft) => draft.push(`${Y}/x-dome-process/commands`, 'summary'),
      'process-word-added',
      '/commands',
    ],
    [
      'a document is added',
      (draft) => draft.add(`${Y}/x-dome-documents/Calendar`, { schema: './schemas/calendar.json' }),
      'document-added',
      '/Calendar',
    ],
    [
      'another plane reads a document',
      (draft) => draft.push(`${Y}/x-dome-documents/SkillManifest/readers`, 'dome'),
      'document-reader-added',
      '/readers',
    ],
    [
      'the same in other words',
      (draft) => draft.set(`${STARTED}/properties/counted`, { allOf: [{ type: 'boolean' }] }),
      'schema-changed',
      '/payload',
    ],
  ] satisfies Made[]
).map(of('additive', 'nobody'));
