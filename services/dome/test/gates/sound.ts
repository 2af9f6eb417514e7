import { structureDigest } from '@dome/contracts';
import type { Decision } from '@dome/contracts';

/** Whether the id is the digest of the rest, and the evidence digest that of the evidence. */
export function isSound(decision: Decision): boolean {
  const { decisionId, ...rest } = decision;
  const { gate, iteration, inputsDigest, evidence } = decision;
  return (
    decisionId === structureDigest(rest) &&
    decision.evidenceDigest === structureDigest({ gate, iteration, inputsDigest, evidence })
  );
}
