import type { Draft } from '../draft.ts';
import { COMMON, STARTED, STREAMS, Y, clone } from './edit.ts';
import type { Edit } from './edit.ts';

/** Edits of which there is nothing to say. */
export const SILENT: readonly Pick<Edit, 'what' | 'make'>[] = [
  { what: 'a description changes', make: (draft) => draft.set(`${STARTED}/description`, 'A daemon begins.') },
  { what: 'a title changes', make: (draft) => draft.set(`${Y}/info/title`, 'Dome, the contract') },
  {
    what: 'the title of an error changes',
    make: (draft) => draft.set('schemas/catalogues/errors.json#/NOT_FOUND/title', 'Gone.'),
  },
  {
    what: 'a channel has another key',
    make: (draft) => {
      rename(draft, `${Y}/channels`, 'liveNote', 'liveRemark');
      draft.set(`${Y}/operations/receiveLiveNote/channel/$ref`, '#/channels/liveRemark');
    },
  },
  {
    what: 'a definition moves to another file',
    make: (draft) => {
      draft.add('schemas/words.json#/labels', clone(draft, `${COMMON}/labels`));
      draft.set('schemas/run/submitted.v1.json#/properties/labels/$ref', '../words.json#/labels');
    },
  },
  {
    what: 'a reference is written out',
    make: (draft) => draft.set(`${STARTED}/properties/runId`, clone(draft, `${COMMON}/runId`)),
  },
  {
    what: 'required members stand in another order',
    make: (draft) => draft.set(`${STARTED}/required`, (draft.valueAt(`${STARTED}/required`) as string[]).toReversed()),
  },
  { what: 'a stream is compressed', make: (draft) => draft.add(`${STREAMS}/RUN_EVENTS/compression`, 's2') },
];

function rename(draft: Draft, parent: string, from: string, to: string): void {
  draft.add(`${parent}/${to}`, clone(draft, `${parent}/${from}`));
  draft.remove(`${parent}/${from}`);
}
