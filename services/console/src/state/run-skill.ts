// Runs a skill alone, as `dome skill run` does: a run of one task. What the plane has to say of the input finds its member.
import { inputBases, planOfOne } from '@dome/client/portable';
import { POOL_DEFAULT, toDomeError } from '@dome/contracts/portable';
import type { RunSubmitRequest } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';

export interface ChosenSkill {
  readonly name: string;
  readonly version: string;
  readonly pool: string;
  readonly input: Record<string, unknown>;
}

export function submitRequest({ name, version, pool, input }: ChosenSkill, idempotencyKey: string): RunSubmitRequest {
  const { plan, planInputs } = planOfOne({ name, range: version, input, ...(pool === POOL_DEFAULT ? {} : { pool }) });
  return { plan: JSON.stringify(plan), inputs: planInputs, idempotencyKey };
}

/** @returns the id of the run. @throws DomeError */
export async function runSkill({ ask }: Session, chosen: ChosenSkill): Promise<string> {
  const { runId } = await ask('controlRunSubmit', submitRequest(chosen, crypto.randomUUID()));
  return runId;
}

/** What is wrong, by the pointer into the input; `''` has what is of no member. */
export type InputFaults = ReadonlyMap<string, string>;

export function inputFaults(thrown: unknown, name: string): InputFaults {
  const { message, hint, fields } = toDomeError(thrown);
  const { pointer = '', faults } = fields;
  const found = new Map<string, string>();
  for (const fault of faults ?? [{ pointer, message, hint }]) {
    const base = inputBases(name).find((one) => fault.pointer === one || fault.pointer.startsWith(`${one}/`));
    const at = base === undefined ? '' : fault.pointer.slice(base.length);
    const says = [ofTheInput(fault.message, base), fault.hint].filter((text) => text !== undefined).join(' ');
    found.set(at, [found.get(at), says].filter((text) => text !== undefined).join(' '));
  }
  return found;
}

/** Nobody here wrote a plan: what is said of its place is said of the input. */
const ofTheInput = (message: string, base: string | undefined): string =>
  base === undefined ? message : message.replaceAll(base, '');
