// A plan and the policy beside it. When the control plane reports an error at a line of a document, that line is shown:
// only this side has the file.

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

import { DomeError, isJsonObject } from '@dome/contracts';

import type { Io } from '../terminal/io.ts';
import { readText, readTextOrInput, valueIn } from '../files.ts';

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

/** The control plane says whether the plan is valid. */
function membersOf({ path, text }: PlanFiles['plan']): Record<string, unknown> {
  try {
    const document = valueIn(text, path);
    return isJsonObject(document) ? document : {};
  } catch (error) {
    if (error instanceof DomeError) return {};
    throw error;
  }
}

const PLACED = /^(plan|policy) (\d+):(\d+): (.*)$/s;
const LINES_AROUND = 2;

/** The same error with the path, the line and its neighbours. */
export function withExcerpt(error: unknown, files: PlanFiles): unknown {
  if (!(error instanceof DomeError)) return error;
  const [, kind, line, column, rest] = PLACED.exec(error.message) ?? [];
  const file = kind === 'policy' ? files.policy : files.plan;
  if (line === undefined || file === undefined) return error;
  const detail = `${file.path}:${line}:${column}  ${rest}`;
  const fields = { ...error.fields, detail, excerpt: excerptOf(file.text, Number(line)) };
  return new DomeError(error.code, fields, { cause: error });
}

function excerptOf(text: string, line: number): string[] {
  const lines = text.split('\n');
  const first = Math.max(1, line - LINES_AROUND);
  return lines.slice(first - 1, line + 1).map((content, index) => {
    const number = first + index;
    return `${number === line ? ' → ' : '   '}${String(number).padStart(4)} │ ${content.slice(0, 160)}`;
  });
}
