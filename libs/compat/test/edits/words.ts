import { STARTED, Y, of, text } from './edit.ts';
import type { Edit, Made } from './edit.ts';

/** Documents, catalogues, the process protocol and the version. */
export const WORD_BREAKS: readonly Edit[] = (
  [
    [
      'the status of an error changes',
      (draft) => draft.set('schemas/catalogues/errors.json#/NOT_FOUND/status', 410),
      'error-status-changed',
      '/NOT_FOUND/status',
      'reader',
    ],
    [
      'an error is no longer retried',
      (draft) => draft.set('schemas/catalogues/errors.json#/QUEUE_FULL/disposition', 'refuse'),
      'error-disposition-changed',
      '/disposition',
      'reader',
    ],
    [
      'an error code is removed',
      (draft) => draft.remove('schemas/catalogues/errors.json#/SELF_APPROVAL'),
      'error-removed',
      '/SELF_APPROVAL',
      'reader',
    ],
    [
      'an exit code changes',
      (draft) => draft.set('schemas/catalogues/exit-codes.json#/codes/rejected', 9),
      'exit-code-changed',
      '/codes/rejected',
      'reader',
    ],
    [
      'an error exits otherwise',
      (draft) => draft.set('schemas/catalogues/exit-codes.json#/errors/TIMEOUT', 124),
      'exit-code-changed',
      '/errors/TIMEOUT',
      'reader',
    ],
    [
      'skills lose a variable',
      (draft) => draft.drop(`${Y}/x-dome-process/environment`, 'DOME_WORKSPACE'),
      'process-word-removed',
      '/environment',
      'reader',
    ],
    [
      'a skill skips otherwise',
      (draft) => draft.remove(`${Y}/x-dome-process/exitCodes/78`),
      'process-exit-code-removed',
      '/exitCodes/78',
      'reader',
    ],
    [
      'the manifest requires more',
      (draft) => draft.push('schemas/skill-manifest.json#/required', 'tags'),
      'required',
      'skill-manifest.json#/required',
      'writer',
    ],
    [
      'the manifest loses a member',
      (draft) => draft.remove('schemas/skill-manifest.json#/properties/materials'),
      'member-refused',
      '/properties/materials',
      'writer',
    ],
    [
      'plans have fewer tasks',
      (draft) => draft.set('schemas/plan.json#/properties/tasks/maxProperties', 64),
      'maxProperties',
      '/tasks/maxProperties',
      'writer',
    ],
    [
      'plans have another version',
      (draft) => draft.set('schemas/plan.json#/properties/apiVersion/const', 'dome/v2'),
      'values',
      '/apiVersion/const',
      'writer',
    ],
    [
      'a document takes any member',
      (draft) => draft.remove('schemas/policy.json#/additionalProperties'),
      'document-openness-changed',
      '/additionalProperties',
      'both',
    ],
    [
      'a document is read by nobody',
      (draft) => draft.remove(`${Y}/x-dome-documents/Access`),
      'document-removed',
      '/Access',
      'both',
    ],
    [
      'a digest has another name',
      (draft) => draft.set(`${Y}/x-dome-documents/Descriptor/digest`, 'skillDigest'),
      'document-digest-changed',
      '/digest',
      'both',
    ],
    [
      'the version alone goes up',
      (draft) => draft.set(`${Y}/info/version`, '1.1.0'),
      'version-misleading',
      '/info/version',
      'reader',
    ],
    [
      'a major version without a break',
      (draft) => {
        draft.add(`${STARTED}/properties/zone`, text);
        draft.set(`${Y}/info/version`, '2.0.0');
      },
      'version-misleading',
      '/info/version',
      'reader',
    ],
    [
      'the version goes down',
      (draft) => draft.set(`${Y}/info/version`, '0.9.0'),
      'version-misleading',
      '/info/version',
      'reader',
    ],
  ] satisfies Made[]
).map(of('breaking', 'both'));
