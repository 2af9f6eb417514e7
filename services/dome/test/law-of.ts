// The law of the tests: who may do what, the policy of their plan, and where it promotes to.
import { createPlanner, documentId } from '@dome/planning';
import { POLICY } from '@dome/testkit';

import { changesOf } from '../src/law/judge-change.ts';
import type { LawDraft } from '../src/law/judge-change.ts';
import { EMPTY_LAW, applyLawEvent } from '../src/law/law-state.ts';
import type { LawState, StoredLawEvent } from '../src/law/law-state.ts';

const { law: readLaw } = createPlanner();

export const ACCESS = `apiVersion: dome/v1
kind: Access
version: 1.0.0
users:
  ada: { roles: [developer, release-manager] }
  grace: { roles: [release-manager] }
  eve: { roles: [guest] }
  kim: { roles: [law-keeper] }
  lee: { roles: [law-keeper] }
permissions:
  submit: [developer]
  decide: [release-manager]
  cancel: [release-manager]
  law: [law-keeper]
`;

/** An environment that takes what a run has made, unless it is said otherwise. */
export const environment = (name: string, change: (text: string) => string = (text) => text): string =>
  change(`apiVersion: dome/v1
kind: Environment
name: ${name}
version: 1.0.0
promotesFrom: [build]
policy: release@^1
gates: [quality, release]
plans: [release@^1]
skills: [promote@^1]
submitters: [developer]
`);

export const STAGING = environment('staging', (text) => text.replace('[release@^1]', '[release@^1, slow@^1]'));

/** The documents of a folder. */
export const lawTexts = (...texts: readonly string[]): { source: string; text: string }[] =>
  texts.map((text, index) => ({ source: `${index + 1}.yaml`, text }));

export const LAW_TEXTS = lawTexts(ACCESS, POLICY, STAGING);

export const OPERATOR = { user: 'dome', account: 'DOME', attested: true };
export const person = (user: string) => ({ user, account: 'PEOPLE', attested: true });

/** The law that follows from the documents, applied after what is there. */
export function lawOf(texts: readonly string[], before: LawState = EMPTY_LAW): LawState {
  const wish = { documents: lawTexts(...texts).map(readLaw), withdraw: [] };
  return changesOf(before, wish, { by: OPERATOR, isOperator: true }).reduce(
    (law, { draft }) => (draft === undefined ? law : withDraft(law, draft)),
    before,
  );
}

export const withDraft = (law: LawState, draft: LawDraft): LawState =>
  applyLawEvent(law, storedLaw(draft, law.sequence + 1));

/** The draft as the stream would hold it. */
export function storedLaw({ type, data }: LawDraft, sequence: number): StoredLawEvent {
  const id = documentId(data);
  const at = { id, source: '/dome/test', subject: id, time: '', dataschema: '', correlationid: id };
  const envelope = { specversion: '1.0', ...at } as const;
  const event = type === 'dev.dome.law.applied.v1' ? { ...envelope, type, data } : { ...envelope, type, data };
  return { sequence, timeMs: 0, event };
}

export const LAW = lawOf([ACCESS, POLICY, STAGING]);
