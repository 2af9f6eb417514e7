// The law: proposed by a folder of documents, kept by the control plane. A difference is found here, with no right but to
// read; what a change would do is judged there.

import { join } from 'node:path';

import { isVersion, parseSkillUse } from '@dome/contracts';
import type { LawApplyReply, LawRecord, LawRef, LawVersionView } from '@dome/contracts';
import { readLaws } from '@dome/planning';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { readLawFolder } from '../law/folder.ts';
import type { LawFile } from '../law/folder.ts';
import { withFiles } from '../faults/written-files.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { documentText, changesText, differencesText, historyText, lawText } from '../render/law-view.ts';
import { lawDifferences } from '../law/difference.ts';

export const LAW_KINDS = ['policy', 'access', 'environment'] as const;
export type DocumentKind = LawRef['kind'];

export async function lawDiff(context: Context, dir: string): Promise<number> {
  const files = await readLawFolder(dir, context.io.cwd);
  await using connection = await context.connect();
  const differences = await lawDifferences(files, connection.client.law, await listAll(connection));
  context.show({ value: differences, items: differences, text: () => differencesText(differences, context.io.out) });
  return differences.every(({ state }) => state === 'same') ? EXIT.success : EXIT.checkFailed;
}

export interface LawApplyOptions {
  readonly dir: string | undefined;
  readonly withdraw: readonly string[];
  readonly reason?: string;
  readonly dryRun: boolean;
}

export async function lawApply(context: Context, options: LawApplyOptions): Promise<number> {
  const { dir, reason, dryRun } = options;
  const files = dir === undefined ? [] : await readLawFolder(dir, context.io.cwd);
  const withdraw = options.withdraw.map(withdrawn);
  if (files.length === 0 && withdraw.length === 0) {
    throw usageError('Nothing is applied and nothing withdrawn.', 'Name a folder of documents, or --withdraw one.');
  }
  const documents = files.map(({ name, text }) => ({ source: name, text }));
  const reply: LawApplyReply = await naming(dir ?? '', files, async () => {
    readLaws(documents);
    await using connection = await context.connect();
    return await connection.client.law.apply({
      documents,
      withdraw,
      dryRun,
      ...(reason === undefined ? {} : { reason }),
    });
  });
  context.show({ value: reply, items: reply.changes, text: () => changesText(reply, context.io.out) });
  return EXIT.success;
}

/** A fault in one of the files is shown there, whichever side found it. */
async function naming<Result>(dir: string, files: readonly LawFile[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw withFiles(
      error,
      files.map(({ name, text }) => ({ called: name, path: join(dir, name), text })),
    );
  }
}

/** `policy/release@1.0.0` */
function withdrawn(text: string): LawRef {
  const [kindText, rest = ''] = text.split('/');
  const { name, range: version } = parseSkillUse(rest);
  const kind = LAW_KINDS.find((one) => one === kindText);
  if (kind !== undefined && isVersion(version)) return { kind, name, version };
  throw usageError(`${text} names no version of a document.`, 'Write KIND/NAME@VERSION, such as policy/release@1.0.0.');
}

export async function lawList(context: Context, kind: DocumentKind | undefined): Promise<number> {
  await using connection = await context.connect();
  const documents = await listAll(connection, kind);
  context.show({ value: { documents }, items: documents, text: () => lawText(documents, context.io.out) });
  return EXIT.success;
}

export async function lawGet(context: Context, kind: DocumentKind, use: string): Promise<number> {
  const { name, range } = parseSkillUse(use);
  if (use.includes('@') && !isVersion(range))
    throw usageError(`${range} is not a version.`, 'Write NAME or NAME@1.2.0.');
  const version = use.includes('@') ? { version: range } : {};
  await using connection = await context.connect();
  const reply = await connection.client.law.get({ kind, name, ...version });
  context.show({ value: reply, text: () => documentText(reply, context.io.out) });
  return EXIT.success;
}

export interface LawHistoryOptions {
  readonly kind?: DocumentKind;
  readonly name?: string;
  readonly limit?: number;
  readonly after?: string;
}

export async function lawHistory(context: Context, options: LawHistoryOptions): Promise<number> {
  await using connection = await context.connect();
  const reply = await connection.client.law.history({ ...options });
  const { changes, next } = reply;
  const text = (): string => historyText(changes, context.io.out) + nextText(next);
  context.show({ value: reply, items: changes satisfies LawRecord[], text });
  return EXIT.success;
}

const nextText = (next: string | undefined): string =>
  next === undefined ? '' : `There are older ones: --after ${next}\n`;

async function listAll({ client }: PersonConnection, kind?: DocumentKind): Promise<LawVersionView[]> {
  const documents: LawVersionView[] = [];
  let after: string | undefined;
  do {
    const narrowed = { ...(kind === undefined ? {} : { kind }), ...(after === undefined ? {} : { after }) };
    const page = await client.law.list(narrowed);
    documents.push(...page.documents);
    after = page.next;
  } while (after !== undefined);
  return documents;
}
