// Everything computed from the texts of plans and of law, as questions and answers. It is pure, and more work than the control
// plane may do between two requests, so a thread answers. Texts are cached, because each is asked about more than once.
import { BoundedMap, sha256Digest } from '@dome/contracts';
import type { Announcement, PlanLockEntry } from '@dome/contracts';

import type { NewLaw } from './law-document.ts';
import { checkInputs } from './inputs.ts';
import { bindTasks, lockPlan } from './lock.ts';
import type { Fleet } from './lock.ts';
import { readPlan } from './read-plan.ts';
import type { PlanTexts, ReadPlan } from './read-plan.ts';
import { readLaw } from './read-law.ts';
import type { LawSource } from './read-law.ts';

/** A plan and its policy; an error found later is located by the planner, which keeps the texts. */
export type PlanReading = Omit<ReadPlan, 'locate' | 'locateInPolicy'>;

interface Questions {
  /** @throws DomeError PLAN_INVALID, PAYLOAD_TOO_LARGE */
  read: { question: PlanTexts; answer: PlanReading };
  /** The inputs with their defaults. @throws DomeError INPUT_INVALID, PAYLOAD_TOO_LARGE, PLAN_INVALID */
  inputs: {
    question: { readonly schema: Record<string, unknown> | undefined; readonly inputs: Record<string, unknown> };
    answer: Record<string, unknown>;
  };
  /** A document of law. @throws DomeError LAW_INVALID, PAYLOAD_TOO_LARGE */
  law: { question: LawSource; answer: NewLaw };
  /** The digests of the descriptors that a lock needs. @throws DomeError CAPABILITY_MISSING */
  bind: { question: { readonly texts: PlanTexts; readonly announcements: readonly Announcement[] }; answer: string[] };
  /** @throws DomeError as `lockPlan` */
  lock: {
    question: { readonly texts: PlanTexts; readonly fleet: Fleet; readonly isRehearsal?: boolean };
    answer: PlanLockEntry[];
  };
}

export type QuestionKind = keyof Questions;
export type Question<Kind extends QuestionKind> = Questions[Kind]['question'];
export type Answer<Kind extends QuestionKind> = Questions[Kind]['answer'];

/** Answers questions about plans. */
export type Planning = {
  readonly [Kind in QuestionKind]: (question: Question<Kind>) => Promise<Answer<Kind>>;
};

export type Planner = { readonly [Kind in QuestionKind]: (question: Question<Kind>) => Answer<Kind> };

/** Plans in progress at once; each may be megabytes of values. */
const READ_MAX = 16;

export function createPlanner(): Planner {
  const known = new BoundedMap<string, ReadPlan>(READ_MAX);
  const read = (texts: PlanTexts): ReadPlan => {
    const key = textsDigest(texts);
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = readPlan(texts);
    known.set(key, made);
    return made;
  };
  return {
    read: (texts) => {
      const { locate: _, locateInPolicy: _ofPolicy, ...reading } = read(texts);
      return reading;
    },
    inputs: ({ schema, inputs }) => checkInputs(schema, inputs),
    law: readLaw,
    bind: ({ texts, announcements }) => {
      const { shape, locate } = read(texts);
      const bound = bindTasks(shape, announcements, locate).values();
      return [...new Set([...bound].map(({ descriptorDigest }) => descriptorDigest))];
    },
    lock: ({ texts, fleet, isRehearsal }) => lockPlan({ ...read(texts), isRehearsal }, fleet),
  };
}

/** The same texts with the same question. */
export function textsDigest({ plan, policy, needsPolicy, ofLaw, holders }: PlanTexts): string {
  return sha256Digest(
    `${needsPolicy} ${ofLaw ?? '-'} ${JSON.stringify(holders ?? {})} ${plan.length} ${policy === undefined ? '-' : '+'}${plan}${policy ?? ''}`,
  );
}
