// What ran, on what, by whom, and what came out: the record of one job.
import { shortDigest } from '@dome/contracts';
import type { Provenance } from '@dome/contracts';
import { provenanceFacts } from '@dome/runs';

import { showDuration } from '../durations.ts';
import { harmless } from '../terminal/style.ts';

/** A name and a value each. */
export const provenanceRows = (of: Provenance): string[][] =>
  provenanceFacts(of, showDuration).map(({ name, text, digest }) => [
    name,
    [...(text === undefined ? [] : [harmless(text)]), ...(digest === undefined ? [] : [shortDigest(digest)])].join(
      '  ',
    ),
  ]);
