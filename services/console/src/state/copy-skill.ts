// The run that a form would submit, as it is typed or written elsewhere. Pure.
import { CHANNELS, inboxPrefixOf, inputWords, POOL_DEFAULT, shellQuoted } from '@dome/contracts/portable';

import { submitRequest } from './run-skill.ts';
import type { ChosenSkill } from './run-skill.ts';

export const COPIES = ['dome', 'nats', 'Python'] as const;
export type CopyAs = (typeof COPIES)[number];

export interface CopyBy {
  readonly user: string;
  /** Sent twice, it is the same run. */
  readonly key: string;
}

export function copyText(as: CopyAs, chosen: ChosenSkill, by: CopyBy): string {
  const request = JSON.stringify(submitRequest(chosen, by.key));
  switch (as) {
    case 'dome':
      return domeText(chosen);
    case 'nats':
      return `nats --context dome-PEOPLE-${by.user} request ${SUBJECT} ${shellQuoted(request)}`;
    case 'Python':
      return pythonText(request, by.user);
  }
}

const SUBJECT = CHANNELS.controlRunSubmit.address;

function domeText({ name, version, pool, input }: ChosenSkill): string {
  const where = pool === POOL_DEFAULT ? '' : ` --pool ${pool}`;
  return `dome skill run ${name}@${version}${where}${inputWords(input)}`;
}

/** A text of JSON is a text of Python, too. */
const pythonText = (request: string, user: string): string => `import asyncio, os
import nats  # pip install nats-py

async def main():
    connection = await nats.connect(
        os.environ["NATS_URL"],
        user=${JSON.stringify(user)},
        password=os.environ["NATS_PASSWORD"],
        inbox_prefix=${JSON.stringify(inboxPrefixOf(user))},
    )
    request = ${JSON.stringify(request)}
    reply = await connection.request(${JSON.stringify(SUBJECT)}, request.encode(), timeout=5)
    print(reply.data.decode())
    await connection.close()

asyncio.run(main())
`;
