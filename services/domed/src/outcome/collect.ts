// Reads the results of a skill once it is gone: its output, its summary, the artifacts that its manifest declares.
// Every file must be a plain file inside the job's own folders, has a limit, and is measured by us and not by the
// skill. The paths of the job's folder are real paths, so a folder replaced by a link shows in the path that a file
// resolves to.
import { createHash } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { openPlain } from '@dome/archive';
import { DomeError, LIMITS, structureDigest, toDomeError } from '@dome/contracts';
import type { Digest, JsonObject } from '@dome/contracts';
import { decodeText } from '@dome/documents';
import type { ArtifactSpec } from '@dome/skills';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { ByteScan, SecretFinder } from '../console/secret-finder.ts';
import { cutToBytes, wholeCharacters } from '../console/line-splitter.ts';
import { parseOutputFile } from './output-file.ts';
import { parseOutputJson, refuseOutput } from './output-json.ts';
import type { ArtifactFile } from '../execution.ts';

/**
 * Empty if the skill removed the file.
 * @throws DomeError OUTPUT_INVALID when the file is too large, or something else is in its place
 */
export async function readOutputText(path: string): Promise<string> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return '';
  await using file = await openPlain(path);
  if (file === undefined)
    throw new DomeError('OUTPUT_INVALID', { detail: 'the output file is not a readable plain file' });
  const bytes = await readBytes(file, LIMITS.outputBytes + 1);
  if (bytes.length > LIMITS.outputBytes) throw tooLarge();
  return textOf('output file', bytes);
}

/** Changes an output before it is checked against its schema; given the text that it was read from. */
export type HideIn = (value: unknown, text: string) => unknown;

const hideNothing: HideIn = (value) => value;

/** @throws DomeError OUTPUT_INVALID when the text cannot be read as an object, or the schema forbids it. */
export function outputOfFile(text: string, skill: LoadedSkill, hide = hideNothing): CollectedOutput {
  return acceptOutput(hide(parseOutputFile(text, skill.descriptor.outputSchema), text), skill);
}

/** @throws DomeError OUTPUT_INVALID */
export function outputOfText(text: string, skill: LoadedSkill, hide = hideNothing): CollectedOutput {
  if (Buffer.byteLength(text) > LIMITS.outputBytes) throw tooLarge();
  // A runner writes JSON, but the skill's code may have written in its place.
  return acceptOutput(hide(parseOutputJson(text), text), skill);
}

export interface CollectedOutput {
  readonly output: JsonObject;
  readonly outputDigest: Digest;
}

/**
 * Besides matching the schema, an output must have a digest: values that two languages read differently are refused.
 */
function acceptOutput(value: unknown, skill: LoadedSkill): CollectedOutput {
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
    hint: 'Write large results as artifacts to $DOME_ARTIFACTS.',
  });
}

/**
 * Markdown for people; masked, cut at its limit, undefined if nothing was written.
 * @throws DomeError OUTPUT_INVALID if it is not UTF-8, because masks would not match in it
 */
export async function readSummary(
  path: string,
  mask: (text: string, isCut: boolean) => string,
): Promise<string | undefined> {
  await using file = await openPlain(path);
  if (file === undefined) return undefined;
  const bytes = await readBytes(file, LIMITS.summaryBytes + 1);
  const isCut = bytes.length > LIMITS.summaryBytes;
  const text = textOf('summary', isCut ? bytes.subarray(0, wholeCharacters(bytes)) : bytes);
  return text === '' ? undefined : cutToBytes(mask(text, isCut), LIMITS.summaryBytes).text;
}

/** @throws DomeError OUTPUT_INVALID that names the encoding it is in */
function textOf(what: 'output file' | 'summary', bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  if (decoded.ok) return decoded.text;
  const { message, hint, cause } = decoded.fault;
  throw refuseOutput(`the ${what} ${message}`, hint === undefined ? {} : { hint }, cause);
}

async function readBytes(file: FileHandle, bytesMax: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytesMax);
  let length = 0;
  for (let read = 1; read > 0 && length < buffer.length; length += read)
    ({ bytesRead: read } = await file.read(buffer, length, buffer.length - length, length));
  return buffer.subarray(0, length);
}

interface Collecting {
  /** The skill succeeded, and must have kept its promises. */
  readonly isSuccess: boolean;
  readonly secrets?: SecretFinder | undefined;
}

/**
 * @throws DomeError OUTPUT_INVALID when a success lacks a declared artifact, or one is not a plain file, is too large or
 *   holds a secret
 */
export async function collectArtifacts(
  skill: LoadedSkill,
  dir: string,
  { isSuccess, secrets }: Collecting,
): Promise<ArtifactFile[]> {
  const found: ArtifactFile[] = [];
  for (const spec of skill.artifacts) {
    const file = await measureArtifact(spec, dir, secrets?.scan());
    if (file !== undefined) found.push(file);
    else if (isSuccess && !spec.isOptional) throw badArtifact(spec, 'is declared but was not written');
  }
  return found;
}

async function measureArtifact(spec: ArtifactSpec, dir: string, scan?: ByteScan): Promise<ArtifactFile | undefined> {
  const path = join(dir, spec.path);
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return undefined;
  if (!real.startsWith(dir + sep)) throw badArtifact(spec, 'leads outside of the artifacts folder');
  await using file = await openPlain(real);
  if (file === undefined) throw badArtifact(spec, 'is not a plain file');
  const { size } = await file.stat();
  if (size > LIMITS.artifactBytes) throw badArtifact(spec, `is larger than ${LIMITS.artifactBytes} bytes`);
  const measured = await digestOf(file, size, scan);
  if (scan?.isFound() === true) throw badArtifact(spec, 'holds a secret that the skill was given, so it is not stored');
  return { name: spec.name, mediaType: spec.mediaType, path: real, ...measured };
}

/** Covers the bytes that it had when it was opened: it never waits for anything appended meanwhile. */
async function digestOf(file: FileHandle, bytes: number, scan?: ByteScan): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  if (bytes > 0)
    for await (const chunk of file.createReadStream({ autoClose: false, end: bytes - 1 })) {
      const piece: Buffer = chunk;
      hash.update(piece);
      scan?.push(piece);
      size += piece.length;
    }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

function badArtifact(spec: ArtifactSpec, why: string): DomeError {
  return new DomeError('OUTPUT_INVALID', { detail: `artifact ${spec.name} (${spec.path}) ${why}` });
}
