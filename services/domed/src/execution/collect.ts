// What a skill left behind, read when it is gone: its output, its summary, the artifacts that its manifest declares.
// Every file is a plain file inside the job's own folders, has a limit, and is measured by us and not by the skill.
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { DomeError, LIMITS, structureDigest, toDomeError } from '@dome/contracts';
import type { Digest } from '@dome/contracts';

import type { ArtifactSpec, LoadedSkill } from '../catalogue/skill.ts';
import { cutToBytes } from './line-splitter.ts';
import { parseOutputFile } from './output-file.ts';
import type { ArtifactFile, JsonObject } from './ports.ts';

/**
 * Empty where the skill took the file away.
 * @throws DomeError OUTPUT_INVALID when the file is too large, or something else stands in its place
 */
export async function readOutputText(path: string): Promise<string> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return '';
  await using file = await openPlain(path);
  if (file === undefined)
    throw new DomeError('OUTPUT_INVALID', { detail: 'the output file is no plain file that can be read' });
  const { text, isTruncated } = await readText(file, LIMITS.outputBytes);
  if (isTruncated) throw tooLarge();
  return text;
}

/** @throws DomeError OUTPUT_INVALID when the text cannot be read as an object, or the schema forbids it. */
export function outputOfFile(text: string, skill: LoadedSkill): Output {
  return acceptOutput(parseOutputFile(text, skill.descriptor.outputSchema), skill);
}

/** @throws DomeError OUTPUT_INVALID */
export function outputOfText(text: string, skill: LoadedSkill): Output {
  if (Buffer.byteLength(text) > LIMITS.outputBytes) throw tooLarge();
  const value: unknown = JSON.parse(text);
  return acceptOutput(value, skill);
}

export interface Output {
  readonly output: JsonObject;
  readonly outputDigest: Digest;
}

/** Beside the schema, an output must have a digest: values that no two languages read alike are refused. */
function acceptOutput(value: unknown, skill: LoadedSkill): Output {
  const accepted = skill.acceptOutput(value);
  if (!accepted.ok) throw accepted.error;
  try {
    return { output: accepted.value, outputDigest: structureDigest(accepted.value) };
  } catch (cause) {
    const { message, fields } = toDomeError(cause);
    throw new DomeError(
      'OUTPUT_INVALID',
      { detail: `the output cannot be digested: ${message}`, pointer: fields.pointer ?? '' },
      { cause },
    );
  }
}

function tooLarge(): DomeError {
  return new DomeError('OUTPUT_INVALID', {
    detail: `the output is larger than ${LIMITS.outputBytes} bytes`,
    hint: 'Leave large things as artifacts in $DOME_ARTIFACTS.',
  });
}

/** Markdown for people; masked, cut at its limit, absent when nothing was written. */
export async function readSummary(
  path: string,
  mask: (text: string, isCut: boolean) => string,
): Promise<string | undefined> {
  await using file = await openPlain(path);
  if (file === undefined) return undefined;
  const { text, isTruncated } = await readText(file, LIMITS.summaryBytes);
  return text === '' ? undefined : cutToBytes(mask(text, isTruncated), LIMITS.summaryBytes).text;
}

async function readText(file: FileHandle, bytesMax: number): Promise<{ text: string; isTruncated: boolean }> {
  const buffer = Buffer.alloc(bytesMax + 1);
  let length = 0;
  for (let read = 1; read > 0 && length < buffer.length; length += read)
    ({ bytesRead: read } = await file.read(buffer, length, buffer.length - length, length));
  const cut = cutToBytes(buffer.subarray(0, length).toString('utf8'), bytesMax);
  return { text: cut.text, isTruncated: cut.isTruncated || length > bytesMax };
}

/** @throws DomeError OUTPUT_INVALID when a success leaves out a declared artifact, or one is no plain file or too large. */
export async function collectArtifacts(skill: LoadedSkill, dir: string, isSuccess: boolean): Promise<ArtifactFile[]> {
  const found: ArtifactFile[] = [];
  for (const spec of skill.artifacts) {
    const file = await measureArtifact(spec, dir);
    if (file !== undefined) found.push(file);
    else if (isSuccess && !spec.isOptional) throw badArtifact(spec, 'is declared but was not written');
  }
  return found;
}

async function measureArtifact(spec: ArtifactSpec, dir: string): Promise<ArtifactFile | undefined> {
  const path = join(dir, spec.path);
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return undefined;
  if (!real.startsWith((await realpath(dir)) + sep)) throw badArtifact(spec, 'leads outside of the artifacts folder');
  await using file = await openPlain(real);
  if (file === undefined) throw badArtifact(spec, 'is not a plain file');
  const { size } = await file.stat();
  if (size > LIMITS.artifactBytes) throw badArtifact(spec, `is larger than ${LIMITS.artifactBytes} bytes`);
  const measured = await digestOfFile(real);
  return { name: spec.name, mediaType: spec.mediaType, path: real, ...measured };
}

export async function digestOfFile(path: string): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = chunk;
    hash.update(bytes);
    size += bytes.length;
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

/** Missing, a link, a socket, closed to its own owner. */
const notOpened: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EACCES']);

/** Undefined for what is missing or is no plain file; a pipe is never waited for, a link never followed. */
async function openPlain(path: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const file = await open(path, flags).catch((cause: NodeJS.ErrnoException) => {
    // Anything else is no word about the file, and an output that could not be read is not one that was left empty.
    if (notOpened.has(cause.code)) return undefined;
    throw cause;
  });
  if (file === undefined || (await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

function badArtifact(spec: ArtifactSpec, why: string): DomeError {
  return new DomeError('OUTPUT_INVALID', { detail: `artifact ${spec.name} (${spec.path}) ${why}` });
}
