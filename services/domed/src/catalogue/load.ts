// The catalogue is what git tracks: an uncommitted file can change neither the description nor the code of a skill.
// What is loaded is copied aside under its content digest, and only that copy is ever run, so an edit during a run
// changes nothing until the next load.
import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory, untrackedFiles, workTreeState } from '@dome/archive';
import type { Include } from '@dome/archive';
import { CLOCKS, DomeError, LIMITS, durationMs, durationText, showSize, sizeBytes, toDomeError } from '@dome/contracts';
import { listSkillFolders, MANIFEST_NAME } from '@dome/documents';
import type { SkillFolders } from '@dome/documents';
import { compileSchema } from '@dome/skill-schema';

import { MachineFault, faultOf } from '../machine-fault.ts';
import { LOG_LIMIT_DEFAULT } from '../logs/log-limit.ts';
import type { LogLimit } from '../logs/log-limit.ts';
import { assertDescriptor, descriptorOf } from './descriptor.ts';
import { faultAt, parseManifest } from './manifest.ts';
import type { ManifestFile } from './manifest.ts';
import { acceptBy } from './accept.ts';
import type { AcceptValue, LoadedSkill, NodeRun, ProcessRun } from './skill.ts';
import { placeSnapshot } from './snapshot.ts';

const CONTENT_LIMITS = { entriesMax: LIMITS.skillEntries, bytesMax: LIMITS.skillBytes };

export interface CatalogueOptions {
  /** Folders that contain one folder for each skill. */
  readonly dirs: readonly string[];
  /** This daemon's own folder; snapshots go to `<workDir>/skills/`. */
  readonly workDir: string;
}

export interface Catalogue {
  /** By name; one version of each. */
  readonly skills: ReadonlyMap<string, LoadedSkill>;
  /**
   * Folders that could not be loaded, each with its MANIFEST_INVALID. The caller decides whether to start without them.
   */
  readonly refused: readonly DomeError[];
}

/**
 * Loads every `<dir>/<name>/skill.yaml`. One bad skill does not hide the others.
 * @throws DomeError UNAVAILABLE when the machine has no space for a snapshot, which is not the skill's fault
 */
export async function loadCatalogue({ dirs, workDir }: CatalogueOptions): Promise<Catalogue> {
  const skills = new Map<string, LoadedSkill>();
  const refused: DomeError[] = [];
  for (const dir of dirs) {
    const { names, nearMisses } = await foldersIn(dir);
    for (const { path, why, hint } of nearMisses) refused.push(faultAt(join(dir, path), why, { hint }));
    for (const entry of names) {
      try {
        const skill = await loadSkill(join(dir, entry), workDir);
        const { name } = skill.descriptor;
        if (skills.has(name))
          throw faultAt(join(dir, entry, MANIFEST_NAME), `the catalogue already has a skill ${name}`);
        skills.set(name, skill);
      } catch (thrown) {
        const fault = faultOf(thrown);
        if (fault instanceof MachineFault) throw fault;
        refused.push(asManifestFault(thrown, join(dir, entry, MANIFEST_NAME)));
      }
    }
  }
  return { skills, refused };
}

async function foldersIn(dir: string): Promise<SkillFolders> {
  try {
    return await listSkillFolders(dir);
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `the skills folder ${dir} cannot be read` }, { cause });
  }
}

/** @throws DomeError MANIFEST_INVALID */
export async function loadSkill(dir: string, workDir: string): Promise<LoadedSkill> {
  const file = join(dir, MANIFEST_NAME);
  const include = await whatBelongs(dir);
  const packed = await packDirectory(dir, { include, limits: CONTENT_LIMITS });
  const snapshot = await placeSnapshot(packed, join(workDir, 'skills'));
  const { dir: snapshotDir } = snapshot;
  // Read from the snapshot, so that description and code are of the same moment.
  const bytes = await readFile(join(snapshotDir, MANIFEST_NAME)).catch((cause: unknown) => {
    throw faultAt(file, 'git does not track it', { hint: `git add ${file}`, cause });
  });
  const source = parseManifest(bytes, file);
  const { manifest, fault } = source;
  if (join(dir, '..', manifest.name) !== join(dir))
    throw fault('/name', `the skill is called ${manifest.name}, its folder is not`);

  const descriptor = descriptorOf(manifest, packed.digest);
  const descriptorDigest = assertDescriptor(descriptor, fault);
  const [acceptInput, acceptOutput] = compileBoth(source);
  assertExamples(source, acceptInput);
  if (manifest.docs !== undefined && !(await isFile(join(snapshotDir, manifest.docs))))
    throw noFile(source, '/docs', manifest.docs);
  return {
    descriptor,
    descriptorDigest,
    contentDigest: packed.digest,
    leftOut: include === 'tracked' ? await untrackedFiles(dir) : [],
    snapshotDir,
    renewSnapshot: () => snapshot.renew(),
    run: await runOf(source, snapshotDir),
    graceMs: graceOf(source),
    logs: logLimitOf(source),
    materials: (manifest.materials ?? []).map(({ name, from, unpack = false }) => ({ name, from, unpack })),
    artifacts: (manifest.artifacts ?? []).map(({ optional = false, ...artifact }) => ({
      ...artifact,
      isOptional: optional,
    })),
    examples: manifest.examples ?? [],
    acceptInput,
    acceptOutput,
  };
}

/** Whether its snapshot exists. */
export async function isSkillThere({ snapshotDir }: LoadedSkill): Promise<boolean> {
  return access(join(snapshotDir, MANIFEST_NAME)).then(
    () => true,
    () => false,
  );
}

/**
 * If git could track the folder, it must; a folder outside any work tree, or ignored by it, is taken whole.
 * @throws DomeError MANIFEST_INVALID, ARCHIVE_INVALID
 */
async function whatBelongs(dir: string): Promise<Include> {
  const state = await workTreeState(dir);
  if (state === 'tracked') return 'tracked';
  if (state !== 'untracked') return 'all';
  throw faultAt(join(dir, MANIFEST_NAME), 'git does not track it', { hint: `git add ${dir}` });
}

function compileBoth({ manifest, fault }: ManifestFile): [AcceptValue, AcceptValue] {
  const compile = (member: 'inputSchema' | 'outputSchema'): AcceptValue => {
    const compiled = compileSchema(manifest[member]);
    if (compiled.ok) return acceptBy(compiled.check, member === 'inputSchema' ? 'INPUT_INVALID' : 'OUTPUT_INVALID');
    const { pointer, says, hint } = compiled.defect;
    throw fault(`/${member}${pointer}`, `${member} is not valid: ${pointer === '' ? '' : `${pointer} `}${says}`, {
      hint,
    });
  };
  return [compile('inputSchema'), compile('outputSchema')];
}

function assertExamples({ manifest, fault }: ManifestFile, acceptInput: AcceptValue): void {
  for (const [index, { name, input }] of (manifest.examples ?? []).entries()) {
    const accepted = acceptInput(input);
    if (!accepted.ok)
      throw fault(`/examples/${index}/input`, `example ${JSON.stringify(name)}: ${accepted.error.message}`);
  }
}

function graceOf({ manifest: { runs }, fault }: ManifestFile): number {
  if (runs.grace === undefined) return CLOCKS.graceMs;
  const ms = durationMs(runs.grace) ?? Number.MAX_SAFE_INTEGER;
  if (ms <= LIMITS.graceClockMs) return ms;
  throw fault('/runs/grace', `runs.grace is at most ${durationText(LIMITS.graceClockMs)}`);
}

/**
 * A limit is about how the daemon runs the skill: it is part of the content digest, like the code, and not of the
 * descriptor.
 */
function logLimitOf({ manifest: { logs = {} }, fault }: ManifestFile): LogLimit {
  const of = (member: 'size' | 'rate', { fallback, max }: { fallback: number; max: number }): number => {
    const text = logs[member];
    if (text === undefined) return fallback;
    const bytes = sizeBytes(text) ?? 0;
    if (bytes >= LIMITS.logChunkBytes && bytes <= max) return bytes;
    throw fault(`/logs/${member}`, `logs.${member} is ${showSize(LIMITS.logChunkBytes)} to ${showSize(max)}`);
  };
  return {
    bytes: of('size', { fallback: LOG_LIMIT_DEFAULT.bytes, max: LIMITS.logBytesMax }),
    bytesPerSecond: of('rate', { fallback: LOG_LIMIT_DEFAULT.bytesPerSecond, max: LIMITS.logBytesPerSecondMax }),
  };
}

async function runOf(source: ManifestFile, snapshotDir: string): Promise<ProcessRun | NodeRun> {
  const { using, command = [], main = '', isolation = 'runner' } = source.manifest.runs;
  if (using === 'node') {
    const path = join(snapshotDir, main);
    if (!(await isFile(path))) throw noFile(source, '/runs/main', main);
    return { using, main: path, isolation };
  }
  const words: string[] = [];
  for (const [index, word] of command.entries()) {
    const isOwnFile = word.startsWith('./');
    const path = join(snapshotDir, word);
    if (isOwnFile && (word.split('/').includes('..') || !(await isFile(path))))
      throw noFile(source, `/runs/command/${index}`, word);
    words.push(isOwnFile ? path : word);
  }
  const [program = '', ...rest] = words;
  if (program.startsWith(snapshotDir)) await requireExecutable(source, { path: program, word: command[0] ?? '' });
  return { using, command: [program, ...rest] };
}

/** The mode is that of the file in git, where git tracks it. */
async function requireExecutable(
  { fault }: ManifestFile,
  { path, word }: { path: string; word: string },
): Promise<void> {
  if (((await stat(path)).mode & ANY_EXECUTES) !== 0) return;
  throw fault('/runs/command/0', `${word} is not executable`, {
    hint: `chmod +x ${word}, and git add it; or name its interpreter first: [bash, ${word}].`,
  });
}

const ANY_EXECUTES = 0o111;

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function noFile({ fault }: ManifestFile, pointer: string, path: string): DomeError {
  return fault(pointer, `${path} is not a file of the skill`, {
    hint: 'Only files that git tracks belong to a skill.',
  });
}

function asManifestFault(thrown: unknown, file: string): DomeError {
  const error = toDomeError(thrown);
  return error.code === 'MANIFEST_INVALID' ? error : faultAt(file, error.message, { hint: error.hint, cause: error });
}
