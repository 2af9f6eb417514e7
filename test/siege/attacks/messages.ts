// Unreadable messages with the rights of a plane: terminals that do not parse, and headers that no client reads, on every
// stream.
import { repeat } from '../attack.ts';
import type { Attack, Round } from '../attack.ts';
import { DAMAGED_BLOCKS } from '../fuzz/headers.ts';
import type { Ground } from '../ground.ts';
import { openRawWire } from '../raw-wire.ts';
import type { RawWire } from '../raw-wire.ts';

const EVERY_MS = 5_000;
const TERMINALS = 400;

async function openWire({ server }: Ground, user: 'dome' | 'domed', { over, tally }: Round): Promise<RawWire> {
  return await openRawWire({
    credentials: server.credentials(user),
    name: 'attack',
    onReply: () => tally.count('stored'),
    onClosed: (reason) => {
      if (!over.aborted) tally.find(`the connection of ${user} was closed: ${reason}`);
    },
  });
}

export const headerDamage: Attack = {
  name: 'header-damage',
  title: 'headers that no client reads, on every stream',
  run: async (ground, round) => {
    using runtime = await openWire(ground, 'domed', round);
    using control = await openWire(ground, 'dome', round);
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      for (const header of DAMAGED_BLOCKS) {
        const job = `fuzz.damage-${at}.damage-${(at += 1)}`;
        const ids = job.slice('fuzz.'.length);
        const sent: readonly (readonly [RawWire, string])[] = [
          [runtime, `dome.evt.job.${job}.started`],
          [runtime, `dome.evt.job.${job}.succeeded`],
          [runtime, `dome.evt.job.${job}.note.refused`],
          [runtime, `dome.log.${ids}`],
          [runtime, `$KV.domed_capabilities.default.fuzz.damage-${at % 20}`],
          [control, `dome.evt.run.fuzz.damage-${at}.submitted`],
          [control, `dome.evt.run.fuzz.damage-${at}.finished`],
          [control, 'dome.cmd.skill.execute.default.count-node'],
        ];
        for (const [wire, subject] of sent)
          wire.send({ subject, reply: `${wire.inbox}.${at}`, header, payload: Buffer.from('{}') });
      }
      await Promise.resolve();
    });
  },
};

const GARBAGE = ['', '{', 'null', '{}', '[]', '\u0000', '{"specversion":"1.0"}', '"x"'];

export const undecodable: Attack = {
  name: 'undecodable',
  title: 'ends of jobs that nothing can be made of',
  run: async (ground, round) => {
    using wire = await openWire(ground, 'domed', round);
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      for (let n = 0; n < TERMINALS; n += 1) {
        at += 1;
        const phase = round.dice.pick(['succeeded', 'failed', 'canceled', 'timed-out', 'refused', 'parked']);
        const payload = Buffer.from(round.dice.pick(GARBAGE));
        const subject = `dome.evt.job.fuzz.garbage.garbage-${at}.${phase}`;
        wire.send({ subject, reply: `${wire.inbox}.${at}`, header: new Uint8Array(), payload });
      }
      await Promise.resolve();
    });
  },
};
