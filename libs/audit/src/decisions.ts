// L10, as far as one record shows it: no decision is repeated, and each has the digest that it names.

import { structureDigest } from '@dome/contracts';
import type { Decision } from '@dome/contracts';

import { ofType } from './record.ts';
import type { RunRecord } from './record.ts';
import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';

export function decisionClaims({ run }: RunRecord): Claim[] {
  const decided = ofType(run, 'dev.dome.run.gate-decided.v1').map(({ event }) => event.data.decision);
  const promoted = ofType(run, 'dev.dome.run.promotion-decided.v1').map(({ event }) => event.data.decision);
  const all = [...decided, ...promoted];
  const places = all.map(({ gate, iteration, status }) => `${gate}, round ${iteration}, ${status}`);
  return [
    claim(
      `${all.length} decisions, none twice`,
      places.filter((place, index) => places.indexOf(place) !== index),
    ),
    claim('each decision is what its id, a digest, says', all.flatMap(idFaults)),
  ];
}

function idFaults({ decisionId, ...rest }: Decision): string[] {
  return equal(`the digest of the decision on ${rest.gate}`, structureDigest(rest), decisionId);
}
