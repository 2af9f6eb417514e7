// One gate, found by what people type, and everything that somebody who decides it would ask for.
import { join } from 'node:path';

import { changedFiles } from '@dome/archive';
import type { ChangedFile } from '@dome/archive';
import type { ControlClient } from '@dome/client';
import { DomeError, LIMITS } from '@dome/contracts';
import type { GateDetail, GateGetRequest, OpenGate } from '@dome/contracts';
import { outputChanges } from '@dome/runs';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import type { GateAddress } from '../inspect/address.ts';
import type { GateStory } from '../inspect/gate-story.ts';
import { findingsOf, readState, readTasks } from './read-run.ts';
import { resolveRun } from './run-ref.ts';
import { temporaryFolder, unpackTree } from './unpack-tree.ts';

/** Tuning: more would keep somebody waiting who only wants to look. */
const LOGS_READ_BYTES_MAX = 8_388_608;
const TREES_FETCHED_BYTES_MAX = 8_388_608;

/** All gates that wait, of all runs or of one, oldest first. */
export async function gatesThatWait(client: ControlClient, runId?: string): Promise<OpenGate[]> {
  const gates: OpenGate[] = [];
  let after: string | undefined;
  do {
    const narrowed = { ...(runId === undefined ? {} : { runId }), ...(after === undefined ? {} : { after }) };
    const page = await client.gates.list({ limit: LIMITS.listMax, ...narrowed });
    gates.push(...page.gates);
    after = page.next;
  } while (after !== undefined);
  return gates;
}

/**
 * The gate that the words mean. Without a gate it is the one that waits; without a run, the one that waits at all.
 * @throws DomeError NOT_FOUND, INVALID_REQUEST (several are meant)
 */
export async function gateMeant(client: ControlClient, { run, gate, iteration }: GateAddress): Promise<GateGetRequest> {
  const of = iteration === undefined ? {} : { iteration };
  if (run === undefined) return { ...onlyOne(await gatesThatWait(client), 'No gate is waiting for a vote.'), ...of };
  const runId = await resolveRun(client, run);
  if (gate !== undefined) return { runId, gate, ...of };
  return { ...onlyOne(await gatesThatWait(client, runId), `No gate of ${runId} is waiting for a vote.`), ...of };
}

/**
 * As above, and of a run whose gates have been decided, the one that there is.
 * @throws DomeError NOT_FOUND, INVALID_REQUEST (several are meant)
 */
export async function gateToShow(client: ControlClient, address: GateAddress): Promise<GateGetRequest> {
  const { run, gate, iteration } = address;
  if (run === undefined || gate !== undefined) return await gateMeant(client, address);
  const { runId, gates } = await client.runs.get(await resolveRun(client, run));
  const of = iteration === undefined ? {} : { iteration };
  const waiting = new Set(gates.filter(({ state }) => state === 'waiting').map((one) => one.gate));
  const names = [...(waiting.size > 0 ? waiting : new Set(gates.map((one) => one.gate)))];
  const [only, ...others] = names;
  if (only === undefined) throw new DomeError('NOT_FOUND', { detail: `${runId} has no gates.`, hint: LIST_HINT });
  if (others.length === 0) return { runId, gate: only, ...of };
  throw usageError(`${runId} has ${names.length} gates: ${names.join(', ')}`, 'Name one of them: RUN/GATE.');
}

const LIST_HINT = 'List the waiting gates with `dome gate list`, and decided ones with `dome gate list --decided`.';

function onlyOne(gates: readonly OpenGate[], detail: string): GateGetRequest {
  const [only, ...others] = gates;
  if (only === undefined) throw new DomeError('NOT_FOUND', { detail, hint: LIST_HINT });
  if (others.length === 0) return { runId: only.runId, gate: only.gate };
  const names = gates.map((one) => `${one.runId}/${one.gate}`).join(', ');
  throw usageError(`${gates.length} gates are waiting: ${names}`, 'Name one of them: RUN/GATE.');
}

/** What cannot be read, because it is no longer stored, is left out. */
export async function readGate(context: Context, connection: PersonConnection, detail: GateDetail): Promise<GateStory> {
  const { client } = connection;
  const [told, files] = await Promise.all([
    toldByRun(client, detail).catch(absent),
    filesChanged(context, connection, detail).catch(absent),
  ]);
  const logBytes = told?.records.reduce((sum, { logs }) => sum + (logs?.bytes ?? 0), 0) ?? Infinity;
  const findings = logBytes > LOGS_READ_BYTES_MAX ? undefined : await findingsOf(client, detail.runId).catch(absent);
  if (told === undefined)
    context.note('The events of the tasks cannot be read now; what the run knows of them is shown.');
  return { detail, ...(told ?? { records: [], outputs: [] }), findings, files };
}

async function toldByRun(
  client: ControlClient,
  { runId, iteration }: GateDetail,
): Promise<Pick<GateStory, 'records' | 'outputs'>> {
  const state = await readState(client, { run: runId });
  const tasks = [...state.tasks.values()].filter(
    ({ key, purpose }) => key.iteration === iteration || (key.iteration === iteration - 1 && purpose === 'remedy'),
  );
  return { records: await readTasks(client, state, tasks), outputs: outputChanges(state, iteration) };
}

async function filesChanged(
  context: Context,
  connection: PersonConnection,
  { before }: GateDetail,
): Promise<ChangedFile[] | undefined> {
  const { workspaceBefore: from, workspaceNow: to } = before ?? {};
  if (from === undefined || to === undefined || from.digest === to.digest) return undefined;
  if (from.size + to.size > TREES_FETCHED_BYTES_MAX) return undefined;
  await using folder = await temporaryFolder();
  const [a, b] = [join(folder.path, 'a'), join(folder.path, 'b')];
  const { signal } = new AbortController();
  await unpackTree(context, connection, { tree: from, path: a, signal });
  await unpackTree(context, connection, { tree: to, path: b, signal });
  return await changedFiles({ from: a, to: b });
}

/** A vote does not wait for what stands beside the gate: a store that is away or has discarded it, a machine without git. */
const BESIDE = ['NOT_FOUND', 'INVALID_REQUEST', 'UNAVAILABLE', 'TIMEOUT', 'TOPOLOGY_MISSING', 'DIGEST_MISMATCH'];

function absent(error: unknown): undefined {
  if (error instanceof DomeError && BESIDE.includes(error.code)) return undefined;
  throw error;
}
