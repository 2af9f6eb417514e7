// The descriptor is what the world knows of a skill: the words of its manifest with every default spelt out, so that
// whoever locks its digest locks the clocks and retries too. How it is started is not in it; the content digest is.
import { CLOCKS, RETRY_DEFAULT } from '@dome/contracts';
import type { Descriptor, Digest, SkillManifest } from '@dome/contracts';

import { durationMs } from './duration.ts';

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
    ...(manifest.materials === undefined
      ? {}
      : { materials: manifest.materials.map(({ name, from }) => ({ name, digestPointer: from })) }),
    ...(manifest.artifacts === undefined
      ? {}
      : { artifacts: manifest.artifacts.map(({ name, path, mediaType }) => ({ name, path, mediaType })) }),
    ...(manifest.examples === undefined
      ? {}
      : {
          examples: manifest.examples.map(({ name, input, output }) => ({
            name,
            input,
            ...(output === undefined ? {} : { output }),
          })),
        }),
    ...(manifest.docs === undefined ? {} : { docs: manifest.docs }),
    contentDigest,
  };
}

/** A skill that promises no sign of life is only held to its execution clock, so that quiet work is not ended early. */
function timeoutsOf({ timeouts = {} }: SkillManifest): Descriptor['timeouts'] {
  const of = (text: string | undefined, fallback: number): number => (text === undefined ? fallback : durationMs(text));
  const executionMs = of(timeouts.execution, CLOCKS.executionMs);
  const queueMs = of(timeouts.queue, CLOCKS.queueMs);
  return {
    queueMs,
    executionMs,
    heartbeatMs: of(timeouts.heartbeat, executionMs),
    totalMs: of(timeouts.total, Math.max(CLOCKS.totalMs, queueMs + executionMs)),
  };
}

function retryOf({ retry = {} }: SkillManifest): Descriptor['retry'] {
  const of = (text: string | undefined, fallback: number): number => (text === undefined ? fallback : durationMs(text));
  return {
    initialIntervalMs: of(retry.initialInterval, RETRY_DEFAULT.initialIntervalMs),
    backoffCoefficient: retry.backoffCoefficient ?? RETRY_DEFAULT.backoffCoefficient,
    maximumIntervalMs: of(retry.maximumInterval, RETRY_DEFAULT.maximumIntervalMs),
    maximumAttempts: retry.maximumAttempts ?? RETRY_DEFAULT.maximumAttempts,
    nonRetryable: retry.nonRetryable ?? [],
  };
}
