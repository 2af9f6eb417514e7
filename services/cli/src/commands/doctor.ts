// Whether an installation is sound: one line for each thing, with what to do. With `--prove`, whether the broker refuses
// whatever the contract forbids.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { openKeyring } from '../connect/keyring.ts';
import { knownPasswords } from '../connect/known-passwords.ts';
import { stackAt } from '../connect/stack-facts.ts';
import type { Context } from '../context.ts';
import type { Check } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import { prove } from '../doctor/prove.ts';
import type { UserProof } from '../doctor/prove.ts';
import { EXIT } from '../exit-codes.ts';
import { checksText, proofsText } from '../render/doctor-view.ts';
import type { TopologySettings } from '../topology/declared-for.ts';
import { hintAsTyped } from '../typed-command.ts';

export interface DoctorOptions {
  readonly prove: boolean;
  /** Programs that read, tried by the proof besides those that have a durable. */
  readonly readers: readonly string[];
  /** A file for the proof, as JSON. */
  readonly report?: string;
  /** What the topology is compared with. */
  readonly settings: TopologySettings;
}

export async function doctor(context: Context, options: DoctorOptions): Promise<number> {
  const { io, globals } = context;
  await using person = await context.connect();
  const { target } = person;
  const stack = await stackAt(io.env, target.servers);
  const keyring = openKeyring({ target, stack, known: knownPasswords(io.env, io.cwd), timeoutMs: globals.timeoutMs });
  if (!options.prove) {
    const checks = (await examine({ io, person, keyring, settings: options.settings })).map(asTyped);
    context.show({ value: { checks }, items: checks, text: () => checksText(checks) });
    return checks.some(({ status }) => status === 'failed') ? EXIT.checkFailed : EXIT.success;
  }
  const proofs = await prove(person, keyring, options.readers);
  const report = { address: target.servers, provedAt: new Date(io.now()).toISOString(), proofs };
  if (options.report !== undefined) await writeReport(resolve(io.cwd, options.report), report);
  context.show({ value: report, items: proofs, text: () => proofsText(proofs) });
  return isProved(proofs) ? EXIT.success : EXIT.checkFailed;
}

/** What to do, as it is typed here. */
function asTyped({ instead, ...check }: Check): Check {
  return { ...check, ...(instead === undefined ? {} : { instead: hintAsTyped(instead) }) };
}

const isProved = (proofs: readonly UserProof[]): boolean => proofs.every(({ gotThrough }) => gotThrough.length === 0);

async function writeReport(path: string, report: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
}
