import { Y, of, required, text } from './edit.ts';
import type { Edit, Made } from './edit.ts';

/** Channels, messages as a whole, operations and headers. */
export const WIRE_BREAKS: readonly Edit[] = (
  [
    [
      'the type of an event changes in place',
      (draft) => {
        draft.set(`${Y}/components/messages/JobStarted/name`, 'dev.dome.job.started.v2');
        draft.set(
          `${Y}/components/messages/JobStarted/payload/allOf/1/properties/type/const`,
          'dev.dome.job.started.v2',
        );
      },
      'message-removed',
      '/jobTransition/messages/JobStarted',
      'reader',
    ],
    [
      'a message leaves a channel',
      (draft) => draft.remove(`${Y}/channels/jobLog/messages/JobLogProgress`),
      'message-removed',
      '/jobLog/messages/JobLogProgress',
      'reader',
    ],
    [
      'a channel is removed',
      (draft) => draft.remove(`${Y}/channels/controlRunList`),
      'channel-removed',
      '/channels/controlRunList',
      'both',
    ],
    [
      'an address gets another token',
      (draft) => draft.set(`${Y}/channels/jobLog/address`, 'dome.log.{pool}.{runId}.{jobId}'),
      'channel-removed',
      '/channels/jobLog',
      'both',
    ],
    [
      'a phase is removed',
      (draft) => draft.drop(`${Y}/channels/jobTransition/parameters/phase/enum`, 'parked'),
      'token-removed',
      '/parameters/phase',
      'both',
    ],
    [
      'a name is bound to a few',
      (draft) => draft.add(`${Y}/channels/skillExecute/parameters/pool/enum`, ['default']),
      'token-bound',
      '/parameters/pool',
      'writer',
    ],
    [
      'people may no longer ask',
      (draft) => draft.drop(`${Y}/channels/runtimeJobGet/x-dome-channel/writers`, 'people'),
      'writer-removed',
      '/writers',
      'writer',
    ],
    [
      'observers no longer read',
      (draft) => draft.drop(`${Y}/channels/runEvent/x-dome-channel/readers`, 'view'),
      'reader-removed',
      '/readers',
      'reader',
    ],
    [
      'a channel moves to another stream',
      (draft) => draft.set(`${Y}/channels/jobNote/x-dome-channel/stream`, 'JOB_LOGS'),
      'channel-stream-changed',
      '/stream',
      'both',
    ],
    [
      'an operation is removed',
      (draft) => draft.remove(`${Y}/operations/receiveRunEvent`),
      'operation-removed',
      '/receiveRunEvent',
      'writer',
    ],
    [
      'a reply may be something new',
      (draft) => draft.add(`${Y}/channels/controlRunGetReply/messages/RunListReply`, {}),
      'reply-added',
      '/messages/RunListReply',
      'reader',
    ],
    [
      'a content type changes',
      (draft) => draft.set(`${Y}/components/messages/RunGetReply/contentType`, 'application/cbor'),
      'message-content-type-changed',
      '/contentType',
      'both',
    ],
    [
      'a phase is no longer terminal',
      (draft) => draft.set(`${Y}/components/messages/JobParked/x-dome-message/terminal`, false),
      'message-kind-changed',
      '/x-dome-message',
      'both',
    ],
    [
      'a header is renamed',
      (draft) => {
        const headers = `${Y}/components/messageTraits/problem/headers`;
        draft.remove(`${headers}/properties/Nats-Service-Error-Code`);
        draft.drop(`${headers}/required`, 'Nats-Service-Error-Code');
        required(headers, 'Dome-Status', text)(draft);
      },
      'member-removed',
      '/Nats-Service-Error-Code',
      'reader',
    ],
    [
      'the default content type changes',
      (draft) => draft.set(`${Y}/defaultContentType`, 'application/cbor'),
      'content-type-changed',
      '/defaultContentType',
      'both',
    ],
    [
      'an extension that the judge does not know',
      (draft) => draft.add(`${Y}/x-dome-retries`, { most: 3 }),
      'setting-unknown',
      '/x-dome-retries',
      'both',
    ],
  ] satisfies Made[]
).map(of('breaking', 'both'));
