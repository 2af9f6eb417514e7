import { COMMON, STARTED, Y, of, optional, required, text } from './edit.ts';
import type { Edit, Made } from './edit.ts';

/** Messages, and the schemas that they share. */
export const SCHEMA_BREAKS: readonly Edit[] = (
  [
    ['a required member of an event becomes optional', optional(STARTED, 'worker'), 'required', '/required', 'reader'],
    [
      'a required member of a reply becomes optional',
      optional('schemas/service/run-submit-reply.json#', 'runId'),
      'required',
      'run-submit-reply.json#/required',
      'reader',
    ],
    ['an event requires a new member', required(STARTED, 'zone', text), 'required', '/required', 'writer'],
    [
      'a request requires a new member',
      required('schemas/service/run-submit-request.json#', 'reason', text),
      'required',
      'run-submit-request.json#/required',
      'writer',
    ],
    [
      'an optional member becomes required',
      (draft) => draft.push(`${STARTED}/required`, 'supersedes'),
      'required',
      '/required',
      'writer',
    ],
    [
      'an optional member of an event is removed',
      (draft) => draft.remove(`${STARTED}/properties/supersedes`),
      'member-removed',
      '/properties/supersedes',
      'reader',
    ],
    [
      'an optional member of a request is removed',
      (draft) => draft.remove('schemas/service/capability-list-request.json#/properties/pool'),
      'member-removed',
      '/properties/pool',
      'writer',
    ],
    [
      'a member is renamed',
      (draft) => {
        draft.remove(`${STARTED}/properties/deliveryCount`);
        draft.drop(`${STARTED}/required`, 'deliveryCount');
        required(STARTED, 'deliveries', { type: 'integer', minimum: 1, maximum: 9 })(draft);
      },
      'member-removed',
      '/properties/deliveryCount',
      'reader',
    ],
    [
      'the type of a member changes',
      (draft) => draft.set(`${STARTED}/properties/counted`, text),
      'type',
      '/properties/counted/type',
      'both',
    ],
    [
      'an integer becomes a number',
      (draft) => draft.set(`${STARTED}/properties/deliveryCount/type`, 'number'),
      'type',
      '/deliveryCount/type',
      'reader',
    ],
    [
      'a member may be null',
      (draft) => draft.set(`${STARTED}/properties/counted/type`, ['boolean', 'null']),
      'type',
      '/counted/type',
      'reader',
    ],
    [
      'a value joins a closed enum',
      (draft) => draft.push(`${COMMON}/result/enum`, 'unknown'),
      'values',
      '/result/enum',
      'reader',
    ],
    [
      'a value leaves an enum',
      (draft) => draft.drop(`${COMMON}/result/enum`, 'skip'),
      'values',
      '/result/enum',
      'writer',
    ],
    [
      'an enum becomes any text',
      (draft) => draft.set(`${COMMON}/cancelOutcome`, text),
      'values',
      '/cancelOutcome/enum',
      'reader',
    ],
    [
      'a longer name is allowed',
      (draft) => draft.set(`${COMMON}/name/pattern`, '^[a-z0-9][a-z0-9-]{0,63}$'),
      'pattern',
      '/name/pattern',
      'both',
    ],
    [
      'a text may be longer',
      (draft) => draft.set('schemas/problem.json#/properties/detail/maxLength', 8192),
      'maxLength',
      '/detail/maxLength',
      'reader',
    ],
    [
      'a text must be shorter',
      (draft) => draft.set('schemas/problem.json#/properties/detail/maxLength', 512),
      'maxLength',
      '/detail/maxLength',
      'writer',
    ],
    [
      'a number may be lower',
      (draft) => draft.set(`${COMMON}/iteration/minimum`, 0),
      'minimum',
      '/iteration/minimum',
      'reader',
    ],
    [
      'a number must be lower',
      (draft) => draft.set(`${COMMON}/iteration/maximum`, 10),
      'maximum',
      '/iteration/maximum',
      'writer',
    ],
    [
      'a list may have fewer items',
      (draft) => draft.set('schemas/decision.json#/properties/evidence/maxItems', 16),
      'maxItems',
      '/evidence/maxItems',
      'writer',
    ],
    [
      'a format is asked for',
      (draft) => draft.add('schemas/problem.json#/properties/docs/format', 'uri'),
      'format',
      '/docs/format',
      'writer',
    ],
    [
      'an event is closed',
      (draft) => draft.add(`${STARTED}/additionalProperties`, false),
      'schema-closed',
      '/additionalProperties',
      'writer',
    ],
    [
      'labels hold numbers',
      (draft) => draft.set(`${COMMON}/labels/additionalProperties`, { type: 'integer', minimum: 0, maximum: 9 }),
      'type',
      '/labels/additionalProperties/type',
      'both',
    ],
    [
      'a keyword that the judge does not know',
      (draft) => draft.add(`${STARTED}/properties/counted/if`, true),
      'keyword-unknown',
      '/counted/if',
      'both',
    ],
    [
      'a reference leads to another definition',
      (draft) => draft.set(`${STARTED}/properties/runId/$ref`, '../common.json#/$defs/name'),
      'pattern',
      '/name/pattern',
      'both',
    ],
    [
      'a reference leads nowhere',
      (draft) => draft.set(`${STARTED}/properties/runId/$ref`, '../common.json#/$defs/run'),
      'reference-broken',
      '/$defs/run',
      'both',
    ],
    [
      'a member of the envelope becomes optional',
      optional('schemas/envelope.json#', 'time'),
      'required',
      'envelope.json#/required',
      'reader',
    ],
    [
      'a reply says something else',
      (draft) =>
        draft.set(`${Y}/components/messages/RunCancelReply/payload/$ref`, './schemas/service/run-submit-reply.json'),
      'required',
      '/required',
      'both',
    ],
    [
      'a value of a bucket requires more',
      (draft) => draft.push('schemas/ledger-entry.json#/required', 'taskId'),
      'required',
      'ledger-entry.json#/required',
      'writer',
    ],
  ] satisfies Made[]
).map(of('breaking', 'both'));
