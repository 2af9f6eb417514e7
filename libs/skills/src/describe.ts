// From a manifest and the files beside it to the skill they describe, or to everything that is wrong with them. Pure.
import { join } from 'node:path';

import type { PackedArchive } from '@dome/archive';
import { CLOCKS, durationMs, sizeBytes } from '@dome/contracts';
import type { SkillManifest } from '@dome/contracts';
import { compileSchema } from '@dome/skill-schema';

import { acceptBy } from './accept.ts';
import type { AcceptValue } from './accept.ts';
import type { DescribedSkill, NodeRun, ProcessRun } from './described-skill.ts';
import { descriptorOf, digestDescriptor } from './descriptor.ts';
import { LOG_LIMIT_DEFAULT } from './log-limit.ts';
import { fileFaults, isOwnFile } from './skill-files.ts';
import type { SkillFiles } from './skill-files.ts';
import type { SkillFault } from './skill-fault.ts';
import { readFolderName } from './skill-folders.ts';

export interface SkillContent {
  /** The name of the folder. */
  readonly folder: string;
  readonly packed: PackedArchive;
  readonly files: SkillFiles;
  readonly leftOut: readonly string[];
}

export type Described =
  | { readonly ok: true; readonly skill: DescribedSkill }
  | { readonly ok: false; readonly faults: readonly SkillFault[] };

export function describeSkill(manifest: SkillManifest, { folder, packed, files, leftOut }: SkillContent): Described {
  const descriptor = descriptorOf(manifest, packed.digest);
  const digested = digestDescriptor(descriptor);
  const [input, output] = [compiled(manifest, 'inputSchema'), compiled(manifest, 'outputSchema')];
  const faults = [
    ...folderFaults(manifest, folder),
    ...(digested.ok ? [] : [digested.fault]),
    ...(input.ok ? exampleFaults(manifest, 'input', input.accept) : [input.fault]),
    ...(output.ok ? exampleFaults(manifest, 'output', output.accept) : [output.fault]),
    ...fileFaults(manifest, files),
  ];
  if (faults.length > 0 || !digested.ok || !input.ok || !output.ok) return { ok: false, faults };
  return {
    ok: true,
    skill: {
      descriptor,
      descriptorDigest: digested.digest,
      packed,
      leftOut,
      runIn: (dir) => runIn(manifest, dir),
      graceMs: durationMs(manifest.runs.grace ?? '') ?? CLOCKS.graceMs,
      logs: {
        bytes: sizeBytes(manifest.logs?.size ?? '') ?? LOG_LIMIT_DEFAULT.bytes,
        bytesPerSecond: sizeBytes(manifest.logs?.rate ?? '') ?? LOG_LIMIT_DEFAULT.bytesPerSecond,
      },
      materials: (manifest.materials ?? []).map(({ name, from, unpack = false }) => ({ name, from, unpack })),
      artifacts: (manifest.artifacts ?? []).map(({ optional = false, ...artifact }) => ({
        ...artifact,
        isOptional: optional,
      })),
      examples: manifest.examples ?? [],
      acceptInput: input.accept,
      acceptOutput: output.accept,
    },
  };
}

function* folderFaults({ name, version }: SkillManifest, folder: string): Generator<SkillFault> {
  const said = readFolderName(folder);
  if (name !== said.name) yield { pointer: '/name', message: `the skill is called ${name}, its folder is not` };
  if (said.version !== undefined && said.version !== version)
    yield { pointer: '/version', message: `the version is ${version}, its folder says ${said.version || 'none'}` };
}

type Compiled =
  | { readonly ok: true; readonly accept: AcceptValue }
  | { readonly ok: false; readonly fault: SkillFault };

function compiled(manifest: SkillManifest, member: 'inputSchema' | 'outputSchema'): Compiled {
  const schema = compileSchema(manifest[member]);
  if (schema.ok)
    return { ok: true, accept: acceptBy(schema.check, member === 'inputSchema' ? 'INPUT_INVALID' : 'OUTPUT_INVALID') };
  const { pointer, says, hint } = schema.defect;
  const message = `${member} is not valid: ${pointer === '' ? '' : `${pointer} `}${says}`;
  return { ok: false, fault: { pointer: `/${member}${pointer}`, message, ...(hint === undefined ? {} : { hint }) } };
}

function* exampleFaults(
  { examples = [] }: SkillManifest,
  member: 'input' | 'output',
  accept: AcceptValue,
): Generator<SkillFault> {
  for (const [index, { name, [member]: value }] of examples.entries()) {
    const accepted = value === undefined ? undefined : accept(value);
    if (accepted === undefined || accepted.ok) continue;
    const message = `example ${JSON.stringify(name)}: ${accepted.error.message}`;
    yield { pointer: `/examples/${index}/${member}${accepted.error.fields.pointer ?? ''}`, message };
  }
}

function runIn({ runs }: SkillManifest, dir: string): ProcessRun | NodeRun {
  const { using, command = [], main = '', isolation = 'runner' } = runs;
  if (using === 'node') return { using, main: join(dir, main), isolation };
  const [program = '', ...rest] = command.map((word) => (isOwnFile(word) ? join(dir, word) : word));
  return { using, command: [program, ...rest] };
}
