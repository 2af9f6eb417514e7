// What Ada submits: the example plan and policy as they are. If the machine has no Python, the one check that needs it is
// left out of both, and the demo says so.

import type { ProcessEnvironment } from '@dome/runtime';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { parseDocument, YAMLSeq } from 'yaml';

const run = promisify(execFile);

export const PLAN = 'release.plan.yaml';
export const POLICY = 'release.policy.yaml';
/** The patch that the remedy applies. */
export const PATCH = 'checkout-fix.patch';
/** The task that runs a Python program. */
const OF_PYTHON = 'migrate';

export interface ReleaseTexts {
  readonly plan: string;
  readonly policy: string;
  readonly patch: string;
}

export async function readRelease(examples: string, { hasPython }: { hasPython: boolean }): Promise<ReleaseTexts> {
  const read = (name: string): Promise<string> => readFile(join(examples, name), 'utf8');
  const [plan, policy, patch] = await Promise.all([read(PLAN), read(POLICY), read(PATCH)]);
  return hasPython ? { plan, policy, patch } : { plan: planWithout(plan), policy: policyWithout(policy), patch };
}

/** Whether skills find a Python that can check migrations. */
export async function findsPython(env: ProcessEnvironment): Promise<boolean> {
  return await run('python3', ['-c', 'import sqlite3'], { env: { PATH: env['PATH'] } }).then(
    () => true,
    () => false,
  );
}

function planWithout(text: string): string {
  const document = parseDocument(text);
  document.deleteIn(['tasks', OF_PYTHON]);
  return String(document);
}

function policyWithout(text: string): string {
  const document = parseDocument(text);
  const rules = document.getIn(['gates', 'quality', 'rules']);
  if (rules instanceof YAMLSeq)
    rules.items = rules.items.filter((rule) => !String(rule).includes(`tasks.${OF_PYTHON}.`));
  return String(document);
}
