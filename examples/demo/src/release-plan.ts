// The law of the examples, and the plan that Ada submits. If the machine has no Python, the one check that needs it is left
// out of plan and policy, and the demo says so.

import { readLawFolder } from '@dome/cli';
import type { LawFile } from '@dome/cli';
import { checkDocument } from '@dome/contracts';

import type { ProcessEnvironment } from '@dome/runtime';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { parse, parseDocument, YAMLSeq } from 'yaml';

const run = promisify(execFile);

export const PLAN_FILE = 'release.plan.yaml';
const POLICY = 'release.policy.yaml';
const ACCESS = 'access.yaml';
/** The patch that the remedy applies. */
export const PATCH = 'checkout-fix.patch';
/** The task that runs a Python program. */
const OF_PYTHON = 'migrate';

export interface ReleaseTexts {
  readonly plan: string;
  readonly patch: string;
}

export async function readRelease(examples: string, { hasPython }: { hasPython: boolean }): Promise<ReleaseTexts> {
  const read = (name: string): Promise<string> => readFile(join(examples, name), 'utf8');
  const [plan, patch] = await Promise.all([read(PLAN_FILE), read(PATCH)]);
  return { plan: hasPython ? plan : planWithout(plan), patch };
}

export interface DemoLaw {
  readonly files: readonly LawFile[];
  /** Everybody in its access document. */
  readonly people: readonly string[];
}

export async function readDemoLaw(examples: string, { hasPython }: { hasPython: boolean }): Promise<DemoLaw> {
  const files = await readLawFolder('law', examples);
  const access = files.find(({ name }) => name === ACCESS);
  const { users } = checkDocument('Access', parse(access?.text ?? ''));
  const left = files.map((file) =>
    file.name === POLICY && !hasPython ? { ...file, text: policyWithout(file.text) } : file,
  );
  return { files: left, people: Object.keys(users) };
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
