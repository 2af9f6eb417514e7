import { DomeError } from '@dome/contracts';
import type { LawApplyRequest, LawChange } from '@dome/contracts';
import { documentId, refusedTogether } from '@dome/planning';
import type { NewLaw } from '@dome/planning';

import { identityOf } from '../approvals/identity.ts';
import { changeLaw } from '../drive/change-law.ts';
import { judgeChange } from '../law/judge-change.ts';
import type { JudgedChange, LawWish } from '../law/judge-change.ts';
import { inForce } from '../law/law-state.ts';
import { lawHistoryPage, lawListPage, lawVersionView } from '../views/law-view.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Everything is judged before anything is stored; a dry run stops there. */
export function lawApply({ law, planning, index, caughtUp, logger }: ServiceParts): Handler<'controlLawApply'> {
  return async (request, stamp) => {
    const by = identityOf(stamp);
    // Nobody else's text is worth the time of reading it.
    (await law.refresh()).access.requirePermission('law', by);
    const [wish] = await Promise.all([wishOf(request, planning), caughtUp()]);
    const touches = (change: JudgedChange): string[] => (change.draft === undefined ? [] : index.touching(change));
    if (request.dryRun === true) {
      const changes = judgeChange(law.law, wish, by);
      return { changes: changes.map((one) => changeView(one, touches(one))), sequence: law.law.sequence, dryRun: true };
    }
    const { changes, stored, law: after } = await changeLaw(law, (state) => judgeChange(state, wish, by));
    for (const { version, draft } of changes) {
      if (draft === undefined) continue;
      logger.info({ document: documentId(draft.data), version, change: draft.type, by: by.user }, 'law changed');
    }
    return {
      changes: changes.map((one) => changeView(one, touches(one), stored.get(one))),
      sequence: after.sequence,
      dryRun: false,
    };
  };
}

async function wishOf(request: LawApplyRequest, planning: ServiceParts['planning']): Promise<LawWish> {
  const { documents = [], withdraw = [], reason } = request;
  if (documents.length === 0 && withdraw.length === 0) {
    throw new DomeError('INVALID_REQUEST', {
      detail: 'nothing is applied and nothing withdrawn',
      pointer: '/documents',
    });
  }
  const read: NewLaw[] = [];
  const refusals: DomeError[] = [];
  for (const document of documents) {
    try {
      read.push(await planning.law(document));
    } catch (error) {
      if (!(error instanceof DomeError) || error.code !== 'LAW_INVALID') throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusedTogether(refusals);
  return { documents: read, withdraw, reason };
}

function changeView(change: JudgedChange, touches: string[], sequence?: number): LawChange {
  const { kind, name, version, digest, source, draft, before, after } = change;
  const applies = draft?.type === 'dev.dome.law.applied.v1';
  return {
    kind,
    name,
    version,
    digest,
    action: draft === undefined ? 'unchanged' : applies ? 'apply' : 'withdraw',
    ...(source === undefined ? {} : { source }),
    ...(sequence === undefined ? {} : { sequence }),
    inForce: after ?? '',
    ...(before === undefined || before === after ? {} : { replaces: before }),
    touches,
  };
}

export function lawList({ law }: ServiceParts): Handler<'controlLawList'> {
  return async (request) => {
    const state = await law.refresh();
    const { items, next } = lawListPage(state, request);
    return { documents: items, sequence: state.sequence, ...(next === undefined ? {} : { next }) };
  };
}

export function lawGet({ law }: ServiceParts): Handler<'controlLawGet'> {
  return async ({ kind, name, version }) => {
    const state = await law.refresh();
    const found =
      version === undefined
        ? inForce(state, { kind, name })
        : state.versions.get(documentId({ kind, name }))?.get(version);
    if (found === undefined) {
      const what = version === undefined ? `${kind} ${name} in force` : `${kind} ${name}@${version}`;
      throw new DomeError('NOT_FOUND', {
        detail: `the law has no ${what}`,
        pointer: '/name',
        hint: 'List what it has with `dome law list`.',
      });
    }
    return { entry: lawVersionView(state, found), document: { ...found.document } };
  };
}

export function lawHistory({ law }: ServiceParts): Handler<'controlLawHistory'> {
  return async (request) => {
    const { items, next } = lawHistoryPage(await law.refresh(), request);
    return { changes: items, ...(next === undefined ? {} : { next }) };
  };
}
