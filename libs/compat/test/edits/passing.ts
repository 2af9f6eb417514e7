import { ACCOUNTS, Y, of, optional, text } from './edit.ts';
import type { Edit, Made } from './edit.ts';

export const LOOSENING: readonly Edit[] = (
  [
    [
      'an observer may ask',
      (draft) => draft.push(`${ACCOUNTS}/VIEW/users/view/publish`, 'dome.svc.dome.>'),
      'right-loosened',
      '/users/view/publish/*',
    ],
    [
      'domed may write run events',
      (draft) => draft.push(`${ACCOUNTS}/DOMED/users/domed/publish`, 'dome.evt.run.>'),
      'right-loosened',
      '/publish/*',
    ],
    [
      'people may cancel jobs',
      (draft) => draft.push(`${Y}/channels/runtimeJobCancel/x-dome-channel/writers`, 'people'),
      'writer-added',
      '/writers',
    ],
    [
      'a durable of the control plane is exported to people',
      (draft) =>
        draft.push(`${ACCOUNTS}/DOMED/exports`, {
          service: '$JS.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs',
          to: ['PEOPLE'],
        }),
      'right-loosened',
      '/exports/*',
    ],
    [
      'a replica hears the inbox of another',
      (draft) => draft.push(`${ACCOUNTS}/DOME/users/dome/subscribe`, '_INBOX_dome-provisioner.>'),
      'right-loosened',
      '/subscribe/*',
    ],
    [
      'a person may read the settings of any stream',
      (draft) => draft.push(`${ACCOUNTS}/DOMED/exports`, { service: '$JS.API.CONSUMER.>', to: ['VIEW'] }),
      'right-loosened',
      '/exports/*',
    ],
    [
      'an account may store',
      (draft) => draft.set(`${ACCOUNTS}/PEOPLE/jetstream`, true),
      'right-loosened',
      '/jetstream',
    ],
    [
      'an observer may answer',
      (draft) => draft.add(`${ACCOUNTS}/VIEW/users/view/responses`, true),
      'right-loosened',
      '/responses',
    ],
  ] satisfies Made[]
).map(of('loosening', 'nobody'));

export const ORDERED: readonly Edit[] = (
  [
    [
      'a member is added to the closed manifest',
      (draft) => draft.add('schemas/skill-manifest.json#/properties/cache', text),
      'member-refused',
      '/properties/cache',
      'reader',
    ],
    [
      'a plan may say more',
      (draft) => draft.add('schemas/plan.json#/$defs/task/properties/note', text),
      'member-refused',
      '/properties/note',
      'reader',
    ],
    [
      'plans have more tasks',
      (draft) => draft.set('schemas/plan.json#/properties/tasks/maxProperties', 512),
      'maxProperties',
      '/tasks/maxProperties',
      'reader',
    ],
    [
      'a manifest may leave out its title',
      optional('schemas/skill-manifest.json#', 'title'),
      'required',
      'skill-manifest.json#/required',
      'reader',
    ],
    [
      'a digested structure has a new member',
      (draft) => draft.add('schemas/descriptor.json#/properties/cache', text),
      'digest-changed',
      '/properties/cache',
      'nobody',
    ],
    [
      'a decision has a new member',
      (draft) => draft.add('schemas/decision.json#/properties/window', text),
      'digest-changed',
      '/properties/window',
      'nobody',
    ],
  ] satisfies Made[]
).map(of('ordered', 'reader'));
