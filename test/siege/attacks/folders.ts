// What a job leaves on disk, and what it can reach there: many files, long paths, links, and the code of other skills.
import { readFileSync } from 'node:fs';

import { sha256Digest } from '@dome/contracts';

import { repeat } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { strikeWith } from './job.ts';

const MANY_FILES = `
  for (let d = 0; d < 100; d += 1) {
    fs.mkdirSync('d' + d);
    for (let f = 0; f < 1000; f += 1) fs.closeSync(fs.openSync('d' + d + '/f' + f, 'w'));
  }
  return {};`;

export const manyFiles: Attack = {
  name: 'many-files',
  title: '100,000 files that are left to be cleaned up',
  run: (ground, round) =>
    repeat(15_000, round, async () => {
      await strikeWith(ground, { name: 'files', skill: 'attack-node', script: MANY_FILES, ...round });
    }),
};

const LEFTOVERS = [
  // Longer than the kernel accepts for one path.
  'n=$(printf %0200d 7); for ((i = 0; i < 60; i++)); do mkdir "$n" && cd "$n" || break; done; exit 0',
  'touch stays; chattr +i stays 2>/dev/null; mkdir d; chattr +i d 2>/dev/null; exit 0',
  'mkdir -p shut/inner; touch shut/inner/file; chmod 000 shut/inner shut; exit 0',
  'mkfifo pipe; ln -s / root; ln -s loop loop; python3 -c "import socket; socket.socket(socket.AF_UNIX).bind(\'s\')"; exit 0',
  "python3 -c \"import os; open(os.fsencode('n') + bytes([255, 10, 1]), 'w')\"; exit 0",
];

export const leftovers: Attack = {
  name: 'leftovers',
  title: 'long paths, immutable files, folders without rights',
  run: async (ground, round) => {
    let at = 0;
    await repeat(4_000, round, async () => {
      const script = LEFTOVERS[at++ % LEFTOVERS.length] ?? '';
      await strikeWith(ground, { name: 'leftovers', skill: 'attack-shell', script, ...round });
    });
  },
};

/** If it can overwrite another skill's code, every healthy job ends with 3. */
const REWRITE = `
  for root in "$DOME_SKILL/.." "$DOME_SKILL/../.." "$PWD/../.." "$PWD/../../.."; do
    find "$root" -maxdepth 5 -type f \\( -name count.sh -o -name main.mjs -o -name state \\) 2>/dev/null | while read -r file; do
      chattr -i "$file" 2>/dev/null; chmod u+w "$file" "$(dirname "$file")" 2>/dev/null
      mount -o remount,rw "$(dirname "$file")" 2>/dev/null
      case "$file" in
        *attack-*) ;;
        *.sh) (echo 'exit 3' >"$file") 2>/dev/null && echo "rewrote $file" ;;
        *.mjs) (echo 'export async function run() { process.exit(3); }' >"$file") 2>/dev/null && echo "rewrote $file" ;;
        *) (echo rewritten >"$file") 2>/dev/null && echo "rewrote $file" ;;
      esac
    done
  done
  exit 0`;

export const rewriting: Attack = {
  name: 'rewriting',
  title: "another skill's code and trees rewritten",
  run: (ground, round) =>
    repeat(7_000, round, async () => {
      await strikeWith(ground, { name: 'rewriting', skill: 'attack-shell', script: REWRITE, ...round });
    }),
};

const LINKS = [
  'rmdir "$DOME_ARTIFACTS"; ln -s /etc "$DOME_ARTIFACTS"; exit 0',
  'ln -s /etc/hostname "$DOME_ARTIFACTS/hostname"; exit 0',
  'ln /etc/hostname "$DOME_ARTIFACTS/hostname"; exit 0',
  'for ((n = 0; n < 2000; n++)); do rm -f "$DOME_ARTIFACTS/hostname"; ln -s /etc/hostname "$DOME_ARTIFACTS/hostname"; echo x >"$DOME_ARTIFACTS/x"; mv "$DOME_ARTIFACTS/x" "$DOME_ARTIFACTS/hostname"; done & sleep 0.3; exit 0',
];

export const links: Attack = {
  name: 'links',
  title: 'artifacts that are links to files of the host',
  run: async (ground, round) => {
    const stolen: string = sha256Digest(readFileSync('/etc/hostname'));
    let at = 0;
    await repeat(5_000, round, async () => {
      const script = LINKS[at % LINKS.length] ?? '';
      // A hard link is the file itself, and the job created it with permissions of its own.
      const mayHold = script.startsWith('ln /etc');
      at += 1;
      const { data } = await strikeWith(ground, { name: 'links', skill: 'attack-shell', script, ...round });
      if (!mayHold && JSON.stringify(data['artifacts'] ?? []).includes(stolen))
        round.tally.find('/etc/hostname was uploaded');
    });
  },
};

const SECRETS = `
  found=$(cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c '^DOME_NATS_PASSWORD=.')
  printf 'found=%s\\n' "$found" >>"$DOME_OUTPUT"
  exit 0`;

export const secrets: Attack = {
  name: 'secrets',
  title: 'credentials of the planes read from their environment',
  run: (ground, round) =>
    repeat(10_000, round, async () => {
      const { phase, data } = await strikeWith(ground, {
        name: 'secrets',
        skill: 'attack-shell',
        script: SECRETS,
        ...round,
      });
      const { found } = (data['output'] ?? {}) as { readonly found?: unknown };
      if (phase === 'succeeded' && String(found) !== '0')
        round.tally.find(`a skill read credentials of a plane (${String(found)} times)`);
    }),
};
