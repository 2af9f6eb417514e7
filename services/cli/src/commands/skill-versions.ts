// Versions of skills in an update: which open runs need, and which new runs shall not choose any more.
import { isVersion, parseSkillUse } from '@dome/contracts';
import type { NeededSkill, SkillDrainReply } from '@dome/contracts';
import { pause, systemClock } from '@dome/runtime';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { neededTable } from '../render/needed-table.ts';

export interface NeededOptions {
  /** `name@version`: the exit code says whether it is needed. */
  readonly version?: string;
  readonly name?: string;
  readonly pool?: string;
}

export async function skillNeeded(context: Context, { version, name, pool }: NeededOptions): Promise<number> {
  const named = name === undefined ? {} : { name };
  const of = version === undefined ? named : versionOf(version);
  await using connection = await context.connect();
  const needed = await connection.client.versions.needed({ ...of, ...(pool === undefined ? {} : { pool }) });
  const { io } = context;
  const asked = version ?? name;
  const text = () => neededTable(needed, { nowMs: io.now(), width: io.out.columns, asked });
  context.show({ value: { needed }, items: needed, text });
  return version === undefined || needed.length === 0 ? EXIT.success : EXIT.checkFailed;
}

export interface DrainOptions {
  /** `name@version`. */
  readonly version: string;
  readonly pool?: string;
  readonly reason?: string;
  /** Returns when no open run needs it. */
  readonly isAwaited: boolean;
  readonly waitTimeoutMs?: number;
}

export async function skillDrain(context: Context, options: DrainOptions): Promise<number> {
  const { pool, reason, isAwaited } = options;
  const of = { ...versionOf(options.version), ...(pool === undefined ? {} : { pool }) };
  await using connection = await context.connect();
  const reply = await connection.client.versions.drain({ ...of, ...(reason === undefined ? {} : { reason }) });
  if (!isAwaited || reply.runs === 0) {
    context.show({ value: reply, text: () => drainText(context, reply) });
    return EXIT.success;
  }
  context.note(drainText(context, reply).trimEnd());
  const left = await unneeded(connection, of, options.waitTimeoutMs);
  const runs = left.reduce((sum, one) => sum + one.runs, 0);
  context.show({ value: { ...reply, runs }, text: () => drainText(context, { ...reply, runs }) });
  return runs === 0 ? EXIT.success : EXIT.timedOut;
}

export async function skillUndrain(context: Context, version: string, pool: string | undefined): Promise<number> {
  const of = { ...versionOf(version), ...(pool === undefined ? {} : { pool }) };
  await using connection = await context.connect();
  const reply = await connection.client.versions.drain({ ...of, undo: true });
  const mark = context.io.out.paint('green', context.symbols.success);
  context.show({ value: reply, text: () => `${mark} ${version}: new runs may choose it\n` });
  return EXIT.success;
}

/** Tuning: a run that ends is seen so soon. */
const LOOK_MS = 2_000;

/** What is still needed when the time is over; empty as soon as nothing is. */
async function unneeded(
  { client }: PersonConnection,
  of: { readonly name: string; readonly version: string; readonly pool?: string },
  timeoutMs = Infinity,
): Promise<readonly NeededSkill[]> {
  const endMs = systemClock.monotonicMs() + timeoutMs;
  for (;;) {
    const needed = await client.versions.needed(of);
    const restMs = endMs - systemClock.monotonicMs();
    if (needed.length === 0 || restMs <= 0) return needed;
    await pause(systemClock, Math.min(LOOK_MS, restMs));
  }
}

function drainText({ io, symbols }: Context, { name, version, runs }: SkillDrainReply): string {
  const mark = io.out.paint('green', symbols.success);
  const need = runs === 0 ? 'no open run needs it' : `${runs} open ${runs === 1 ? 'run needs' : 'runs need'} it`;
  return `${mark} drained ${name}@${version}   ${need}\n`;
}

/** @throws DomeError INVALID_REQUEST for a range: what is drained is one version */
function versionOf(text: string): { name: string; version: string } {
  const { name, range: version } = parseSkillUse(text);
  if (isVersion(version)) return { name, version };
  throw usageError(`${text} names no version.`, `Write ${name}@1.0.0; \`dome skill list\` shows the versions.`);
}
