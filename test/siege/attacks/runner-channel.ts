// A node skill writes to every channel its runner may have: nothing, garbage, and an endless 300 MB.
import { repeat } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { strikeWith } from './job.ts';

const EVERY_MS = 5_000;

/** Any open descriptor beyond the standard ones may be the channel. */
const onEveryChannel = (write: string): string => `
  for (let fd = 3; fd < 40; fd += 1) {
    try { if (!fs.fstatSync(fd).isSocket() && !fs.fstatSync(fd).isFIFO()) continue; ${write} } catch {}
  }`;

const SCRIPTS = [
  'process.send?.(null); return {};',
  'process.send?.(undefined); process.send?.(7); process.send?.([]); process.send?.({ kind: "__proto__" }); return {};',
  `${onEveryChannel("fs.writeSync(fd, 'this is no JSON\\n');")} return {};`,
  `${onEveryChannel("fs.writeSync(fd, 'null\\n[]\\n7\\n{}\\n');")} return {};`,
  `${onEveryChannel('fs.writeSync(fd, Buffer.from([0xff, 0xfe, 0, 10, 0xc3, 10]));')} return {};`,
  `${onEveryChannel("fs.writeSync(fd, '['.repeat(50_000) + '\\n');")} return {};`,
  `process.send?.('x'.repeat(300_000_000)); return {};`,
  `const piece = Buffer.alloc(65_536, 120);
   ${onEveryChannel('for (let n = 0; n < 4_800; n += 1) { try { fs.writeSync(fd, piece); } catch (e) { if (e.code !== "EAGAIN") break; } }')}
   return {};`,
  `for (const handle of process._getActiveHandles?.() ?? []) { try { handle.write?.('{"kind":'); } catch {} } return {};`,
  `process.disconnect?.(); await new Promise((resolve) => setTimeout(resolve, 200)); return {};`,
];

export const runnerChannel: Attack = {
  name: 'runner-channel',
  title: 'garbage on the channel of a runner',
  run: async (ground, round) => {
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      const script = SCRIPTS[at++ % SCRIPTS.length] ?? '';
      await strikeWith(ground, { name: 'channel', skill: 'attack-node', script, ...round });
    });
  },
};
