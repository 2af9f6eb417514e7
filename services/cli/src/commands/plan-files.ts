// A plan and the policy beside it.

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

import { DomeError, isJsonObject } from '@dome/contracts';

import type { Io } from '../terminal/io.ts';
import { readText, readTextOrInput, valueIn } from '../files.ts';
import type { WrittenFile } from '../faults/written-files.ts';

export interface PlanFiles {
  readonly plan: { readonly path: string; readonly text: string };
  readonly policy?: { readonly path: string; readonly text: string };
}

export async function readPlanFiles(
  io: Io,
  of: { readonly file: string; readonly policy?: string },
): Promise<PlanFiles> {
  const plan = { path: of.file, text: await readTextOrInput(of.file, io) };
  const path = of.policy ?? policyBeside(of.file, io.cwd);
  return path === undefined ? { plan } : { plan, policy: { path, text: await readText(path, io.cwd) } };
}

/** `release.plan.yaml` has its policy in `release.policy.yaml`, `release.yaml` too. */
function policyBeside(file: string, cwd: string): string | undefined {
  if (file === '-') return undefined;
  const base = file.replace(/(\.plan)?\.(ya?ml|json)$/, '');
  const candidates = ['yaml', 'yml', 'json'].map((extension) => `${base}.policy.${extension}`);
  return candidates.find((path) => existsSync(isAbsolute(path) ? path : join(cwd, path)));
}

/** The folder that the plan names for its workspace. */
export function workspaceBeside({ plan }: PlanFiles): string | undefined {
  if (plan.path === '-') return undefined;
  const named = membersOf(plan)['workspace'];
  if (typeof named !== 'string') return undefined;
  return isAbsolute(named) ? named : join(dirname(plan.path), named);
}

/** The schema that the plan gives its inputs. */
export function inputSchemaOf({ plan }: PlanFiles): Record<string, unknown> | undefined {
  const schema = membersOf(plan)['inputs'];
  return isJsonObject(schema) ? schema : undefined;
}

/** The policy of the law that the plan names. */
export function namedPolicy({ plan }: PlanFiles): string | undefined {
  const named = membersOf(plan)['policy'];
  return typeof named === 'string' ? named : undefined;
}

/** Whether the plan is valid is said elsewhere. */
function membersOf({ path, text }: PlanFiles['plan']): Record<string, unknown> {
  try {
    const document = valueIn(text, path);
    return isJsonObject(document) ? document : {};
  } catch (error) {
    if (error instanceof DomeError) return {};
    throw error;
  }
}

/** As faults call them. */
export function writtenIn({ plan, policy }: PlanFiles): WrittenFile[] {
  const declared = (pointer: string): string => pointer.replace(/^\/inputs(?=\/)/, '/inputs/properties');
  return [
    { called: 'plan', ...plan },
    ...(policy === undefined ? [] : [{ called: 'policy', ...policy }]),
    // What nobody gave stands where the plan asks for it.
    { called: 'inputs', ...plan, pointerIn: declared },
  ];
}
