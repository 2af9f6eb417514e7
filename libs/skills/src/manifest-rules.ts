// What the schema of the manifest cannot say: which of its members belong together. Pure.
import { LIMITS, durationMs, durationText, isVersion, readLockKey, showSize, sizeBytes } from '@dome/contracts';
import type { SkillManifest } from '@dome/contracts';

import type { SkillFault } from './skill-fault.ts';
import { isReserved } from './variable-names.ts';

export function* manifestFaults(manifest: SkillManifest): Generator<SkillFault> {
  yield* versionFaults(manifest);
  yield* runsFaults(manifest);
  yield* logFaults(manifest);
  yield* lockFaults(manifest);
  yield* secretFaults(manifest);
}

/** A skill whose version no range can mean would be announced and never run. */
function* versionFaults({ version }: SkillManifest): Generator<SkillFault> {
  if (isVersion(version)) return;
  const message = `${version} is no semantic version: no part is empty, and no number begins with 0`;
  yield { message, pointer: '/version' };
}

/** The schema lists the members of both kinds. */
function* runsFaults({ runs, needs, materials = [] }: SkillManifest): Generator<SkillFault> {
  if (runs.using === 'process') {
    if (runs.command === undefined)
      yield { pointer: '/runs', message: 'runs.command is missing: using: process starts a command' };
    if (runs.main !== undefined) yield { pointer: '/runs/main', message: 'runs.main belongs to using: node' };
    if (runs.isolation !== undefined)
      yield { pointer: '/runs/isolation', message: 'runs.isolation belongs to using: node' };
  } else {
    if (runs.main === undefined)
      yield { pointer: '/runs', message: 'runs.main is missing: using: node imports a module' };
    if (runs.command !== undefined)
      yield { pointer: '/runs/command', message: 'runs.command belongs to using: process' };
    const needsFolder = (needs?.workspace ?? 'none') !== 'none' || materials.length > 0;
    if (runs.isolation === 'none' && needsFolder)
      yield {
        pointer: '/runs/isolation',
        message: 'a skill inside the daemon gets no workspace and no materials: use isolation: runner',
      };
  }
  if (runs.grace !== undefined && (durationMs(runs.grace) ?? Infinity) > LIMITS.graceClockMs)
    yield { pointer: '/runs/grace', message: `runs.grace is at most ${durationText(LIMITS.graceClockMs)}` };
}

function* logFaults({ logs = {} }: SkillManifest): Generator<SkillFault> {
  const maxima = { size: LIMITS.logBytesMax, rate: LIMITS.logBytesPerSecondMax } as const;
  for (const member of ['size', 'rate'] as const) {
    const text = logs[member];
    if (text === undefined) continue;
    const bytes = sizeBytes(text) ?? 0;
    const max = maxima[member];
    if (bytes >= LIMITS.logChunkBytes && bytes <= max) continue;
    const message = `logs.${member} is ${showSize(LIMITS.logChunkBytes)} to ${showSize(max)}`;
    yield { pointer: `/logs/${member}`, message };
  }
}

/** A lock is lost by killing whoever holds it, and a skill inside the daemon cannot be killed. */
function* lockFaults({ locks = [], runs }: SkillManifest): Generator<SkillFault> {
  for (const [index, { key }] of locks.entries()) {
    const reading = readLockKey(key);
    if (!reading.ok) yield { pointer: `/locks/${index}/key`, message: reading.says };
  }
  if (locks.length > 0 && runs.isolation === 'none')
    yield {
      pointer: '/locks',
      message: 'a skill inside the daemon holds no locks, because it cannot be killed: use isolation: runner',
    };
}

function* secretFaults({ secrets = [], runs }: SkillManifest): Generator<SkillFault> {
  for (const [index, { name }] of secrets.entries()) {
    const pointer = `/secrets/${index}/name`;
    if (secrets.findIndex((other) => other.name === name) !== index)
      yield { pointer, message: `the secret ${name} is named twice` };
    else if (isReserved(name))
      yield {
        pointer,
        message: `${name} cannot be the name of a secret: it is a variable of the protocol or the system`,
      };
  }
  if (runs.isolation === 'none' && secrets.length > 0)
    yield {
      pointer: '/runs/isolation',
      message: 'a skill inside the daemon gets no secrets: use isolation: runner',
    };
}
