// The descriptor is the public description of a skill: its manifest with every default filled in, so that locking its
// digest also locks timeouts and retries. How the skill is started is not part of it; the content digest is.
import {
  LIMITS,
  RETRY_DEFAULT,
  canonicalText,
  checkDocument,
  clocksOf,
  durationMs,
  durationText,
  sha256Digest,
  toDomeError,
} from '@dome/contracts';
import type { Descriptor, Digest, SkillManifest } from '@dome/contracts';

import type { SkillFault } from './skill-fault.ts';

/** Pure: the same manifest and content give the same descriptor. */
export function descriptorOf(manifest: SkillManifest, contentDigest: Digest): Descriptor {
  const { annotations = {}, needs = {} } = manifest;
  return {
    name: manifest.name,
    version: manifest.version,
    title: manifest.title,
    description: manifest.description.trim(),
    ...(manifest.tags === undefined ? {} : { tags: manifest.tags }),
    inputSchema: manifest.inputSchema,
    outputSchema: manifest.outputSchema,
    hints: {
      readOnly: annotations.readOnlyHint ?? false,
      destructive: annotations.destructiveHint ?? annotations.readOnlyHint !== true,
      idempotent: annotations.idempotentHint ?? false,
      openWorld: annotations.openWorldHint ?? true,
    },
    needs: { workspace: needs.workspace ?? 'none', ...(needs.network === undefined ? {} : { network: needs.network }) },
    permissions: manifest.permissions ?? [],
    sideEffects: manifest.sideEffects ?? [],
    timeouts: timeoutsOf(manifest),
    retry: retryOf(manifest),
    ...(manifest.locks === undefined
      ? {}
      : { locks: manifest.locks.map(({ mode = 'exclusive', ...lock }) => ({ ...lock, mode })) }),
    ...(manifest.materials === undefined
      ? {}
      : { materials: manifest.materials.map(({ name, from }) => ({ name, digestPointer: from })) }),
    ...(manifest.secrets === undefined ? {} : { secrets: manifest.secrets.map(({ name, as }) => ({ name, as })) }),
    ...(manifest.artifacts === undefined
      ? {}
      : { artifacts: manifest.artifacts.map(({ name, path, mediaType }) => ({ name, path, mediaType })) }),
    ...(manifest.examples === undefined
      ? {}
      : {
          examples: manifest.examples.map(({ name, input, result, output }) => ({
            name,
            input,
            ...(result === undefined ? {} : { result }),
            ...(output === undefined ? {} : { output }),
          })),
        }),
    ...(manifest.docs === undefined ? {} : { docs: manifest.docs }),
    contentDigest,
  };
}

export type DescriptorDigested =
  | { readonly ok: true; readonly digest: Digest }
  | { readonly ok: false; readonly fault: SkillFault };

/** The digest of a descriptor that every reader will accept; the fault is at the member of the manifest that caused it. */
export function digestDescriptor(descriptor: Descriptor): DescriptorDigested {
  try {
    checkDocument('Descriptor', descriptor);
  } catch (thrown) {
    const cause = toDomeError(thrown);
    const pointer = (cause.fields.pointer ?? '').replace(/Ms$/, '');
    return { ok: false, fault: { pointer, message: inWords(pointer, cause.message), cause } };
  }
  const words = canonicalText(descriptor);
  if (Buffer.byteLength(words) <= LIMITS.descriptorBytes) return { ok: true, digest: sha256Digest(words) };
  const message = `the descriptor is larger than ${LIMITS.descriptorBytes} bytes`;
  return { ok: false, fault: { pointer: '', message } };
}

/** Duration limits are milliseconds there and text in the manifest. */
function inWords(pointer: string, message: string): string {
  const [, than, ms] = /Ms must be (<=|>=) (\d+)$/.exec(message) ?? [];
  if (ms === undefined) return message;
  const member = pointer.slice(1).replaceAll('/', '.');
  return `${member} is at ${than === '<=' ? 'most' : 'least'} ${durationText(Number(ms))}`;
}

/**
 * A skill that promises no sign of life is held only to its execution timeout, so that quiet work is not ended early.
 */
function timeoutsOf({ timeouts = {} }: SkillManifest): Descriptor['timeouts'] {
  return clocksOf({
    queueMs: msOf(timeouts.queue),
    executionMs: msOf(timeouts.execution),
    heartbeatMs: msOf(timeouts.heartbeat),
    totalMs: msOf(timeouts.total),
  });
}

function retryOf({ retry = {} }: SkillManifest): Descriptor['retry'] {
  return {
    initialIntervalMs: msOf(retry.initialInterval) ?? RETRY_DEFAULT.initialIntervalMs,
    backoffCoefficient: retry.backoffCoefficient ?? RETRY_DEFAULT.backoffCoefficient,
    maximumIntervalMs: msOf(retry.maximumInterval) ?? RETRY_DEFAULT.maximumIntervalMs,
    maximumAttempts: retry.maximumAttempts ?? RETRY_DEFAULT.maximumAttempts,
    nonRetryable: retry.nonRetryable ?? [],
  };
}

/** The schema has checked the form; a number too long to count exceeds every allowed timeout. */
const msOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : (durationMs(text) ?? Number.MAX_SAFE_INTEGER);
