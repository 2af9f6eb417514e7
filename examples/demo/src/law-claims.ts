// That the promotion was judged by the law, and by no rules that came along: what its decision names is asked from the law
// again, and the environment says what stands in it.

import { claim, ofType } from '@dome/audit';
import type { Claim, RunRecord } from '@dome/audit';
import type { ControlClient } from '@dome/client';

export async function lawClaims(
  { run }: RunRecord,
  client: Pick<ControlClient, 'law' | 'environments'>,
): Promise<Claim[]> {
  const promoted = ofType(run, 'dev.dome.run.promotion-decided.v1').at(-1)?.event.data;
  if (promoted === undefined) return [claim('the promotion was decided', ['nothing was decided'])];
  const { decision, subject, to, runId } = promoted;
  const { policy, accessDigest, environment } = decision;
  const digests = await Promise.all([
    client.law.get({ kind: 'policy', name: policy.name, version: policy.version }),
    client.law.get({ kind: 'access', name: 'access' }),
    client.law.get({ kind: 'environment', name: to }),
  ]).then((found) => found.map(({ entry }) => entry.digest));
  const named = [policy.digest, accessDigest, environment?.digest];
  const strangers = named.filter((digest, index) => digest !== digests[index]);
  const { standing } = await client.environments.get(to);
  const stands = standing.some((one) => one.digest === subject.digest && one.runId === runId);
  return [
    claim('policy, roles and environment of the promotion are law, by digest', [
      ...strangers.map((digest) => `${digest ?? 'nothing'} is not law`),
      ...(policy.submittedBy === undefined ? [] : [`the policy was submitted by ${policy.submittedBy}`]),
    ]),
    claim(`${to} says that the package stands there, by this run`, stands ? [] : ['something else stands there']),
  ];
}
