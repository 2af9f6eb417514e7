// What a skill prints is read line by line: lines that a careless expression rereads for each character, floods, and
// streams without a line end.
import { repeat } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { strikeWith } from './job.ts';

const EVERY_MS = 3_000;

/** Lines of the greatest allowed length, eight of each. */
const SHAPES = [
  "'::a' + ' ' * 65000",
  "'::error ' + ' ' * 65000 + 'x'",
  "'::error file=' + ' ' * 65000",
  "'::error ' + 'a=,' * 21000",
  "'::error ' + 'a' * 65000",
  "'::error title=' + '%25' * 21000 + '::x'",
  "'::progress value=' + '0' * 65000 + '::x'",
  "'::add-mask::' + 'm' * 65000",
  "'::stop-commands::' + ':' * 65000",
  "':' * 65000",
  "'\\t' * 65000",
  "'::warning line=' + '9' * 65000 + ',' + '::' * 100",
  "'\\r' * 65000",
  "'::' + '::x' * 21000",
];

export const printing: Attack = {
  name: 'printing',
  title: 'lines that are slow to read',
  run: async (ground, round) => {
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      const shape = SHAPES[at++ % SHAPES.length] ?? '';
      const script = `python3 -c "for _ in range(8): print(${shape})"`;
      await strikeWith(ground, { name: 'printing', skill: 'attack-shell', script, ...round });
    });
  },
};

const FLOODS = [
  'head -c 60000000 /dev/zero | tr "\\\\0" x',
  'yes "a line of a flood" | head -c 60000000',
  'yes "" | head -c 3000000',
  'head -c 20000000 /dev/urandom',
  'for ((n = 0; n < 20000; n++)); do echo "::notice file=a,line=$n::m"; echo "::progress value=0.5::p"; done',
  'for ((n = 0; n < 3000; n++)); do echo "::add-mask::mask-$n-mask"; done; yes mask-1-mask | head -c 3000000',
];

export const logFlood: Attack = {
  name: 'log-flood',
  title: 'a log without end',
  run: async (ground, round) => {
    let at = 0;
    await repeat(2 * EVERY_MS, round, async () => {
      const script = FLOODS[at++ % FLOODS.length] ?? '';
      await strikeWith(ground, { name: 'flood', skill: 'attack-shell', script, ...round });
    });
  },
};
