// That the secret of the skill that promotes stayed where it belongs: whoever was given it is named, and nobody else has it.

import { claim, ofType, wayBack } from '@dome/audit';
import type { Claim, RunRecord } from '@dome/audit';
import { sha256Digest, shortDigest } from '@dome/contracts';

import type { SecretSearch } from './secret-search.ts';

export interface DemoSecret {
  readonly name: string;
  readonly value: string;
}

export function secretClaims(record: RunRecord, { name, value }: DemoSecret, search: SecretSearch): Claim[] {
  const { files, messages, found } = search;
  const promoting = wayBack(record)?.moved.map(({ event }) => event.data.jobId) ?? [];
  const given = ofType(record.jobs, 'dev.dome.job.succeeded.v1').flatMap(({ event: { data } }) =>
    (data.provenance.secrets ?? []).map((secret) => ({ ...secret, jobId: data.jobId })),
  );
  const digest = given[0]?.saltedDigest;
  const shown = digest === undefined ? 'no digest' : shortDigest(digest);
  return [
    claim(`${name} was given to the job that promoted and to no other, under ${shown}`, [
      ...promoting.filter((jobId) => !given.some((one) => one.jobId === jobId)).map((jobId) => `not to ${jobId}`),
      ...given.filter((one) => !promoting.includes(one.jobId)).map(({ jobId }) => `to ${jobId}`),
      ...given.filter((one) => one.name !== name).map((one) => `${one.jobId} was given ${one.name}`),
      ...(promoting.length === 0 ? ['nothing was promoted'] : []),
      // Anybody could test guesses against a digest without a salt.
      ...(digest === sha256Digest(value) ? ['its digest has no salt'] : []),
    ]),
    claim(`its value is in none of ${messages} messages and ${files} files`, [
      ...found,
      ...(files === 0 || messages === 0 ? ['nothing was searched'] : []),
    ]),
  ];
}
