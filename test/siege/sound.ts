// The wire tap on sound work alone: the chains of healthy jobs and runs must be what the contract allows, whatever else is
// sent around them.
import { createWireJudge, tapUser } from '@dome/testkit';
import { Match } from '@nats-io/transport-node';

import type { Ground } from './ground.ts';
import { SOUND_PREFIX } from './healthy.ts';

export interface Sound {
  findings(): Promise<string[]>;
}

const HEARD = [
  ['DOMED', 'dome.live.job.>'],
  ['DOMED', 'dome.live.log.>'],
  ['DOME', 'dome.live.run.>'],
] as const;

export async function listenToSound({ server }: Ground): Promise<Sound> {
  const judge = createWireJudge({ hearsAll: false });
  const taps = await Promise.all(
    HEARD.map(async ([account, subject]) => {
      const nc = await server.connectAs(tapUser(account));
      nc.subscribe(subject, {
        callback: (error, message) => {
          // Headers are read only for sound work: reading damaged ones would end the connection.
          if (error !== null || !isSound(message.subject)) return;
          const { headers, reply = '', data: payload } = message;
          const header = (name: string): string | undefined => headers?.last(name, Match.IgnoreCase) || undefined;
          judge.see({ account, subject: message.subject, reply, header, status: headers?.code ?? 0, payload });
        },
      });
      await nc.flush();
      return nc;
    }),
  );
  return {
    findings: async () => {
      for (const nc of taps) await nc.flush();
      return [...judge.report({ ended: true }).findings];
    },
  };
}

const isSound = (subject: string): boolean => subject.split('.').some((token) => token.startsWith(SOUND_PREFIX));
