import { relative } from 'node:path';

import type { Stack } from '../dev/stack.ts';
import { showDuration } from '../durations.ts';
import { padEnd } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';

export interface BannerFacts {
  readonly stack: Stack;
  readonly person: string;
  readonly people: readonly string[];
  readonly contexts: readonly string[];
  readonly cwd: string;
  readonly skillsDir: string;
  readonly persistDir?: string;
}

/** In a clone the program is no word of the shell, but one that npm knows. */
const program = import.meta.url.endsWith('.ts') ? 'npx dome' : 'dome';

/** What runs, where it is reached, and what to type next. */
export function banner(facts: BannerFacts, { paint, tookMs }: { paint: Paint; tookMs: number }): string {
  const { stack, person, people, skillsDir, persistDir } = facts;
  const planes = stack.planes.map(({ name, pid }) => `${name} (${pid})`).join('  ');
  const rows: [string, string, string?][] = [
    ['NATS', stack.url, `nats-server ${stack.serverVersion}, four accounts`],
    ['WebSocket', stack.websocketUrl],
    ['Monitoring', stack.monitorUrl],
    ['Planes', planes],
    ['Skills', `${stack.skills.length} in ${relative(facts.cwd, skillsDir) || '.'}`],
    ['People', people.join(', '), `commands of this machine speak as ${person}`],
    ['Contexts', contextWords(facts.contexts), 'for the nats command line'],
    [
      'Data',
      persistDir ?? 'gone with this process',
      persistDir === undefined ? `keep it: ${program} dev --persist .dome` : '',
    ],
  ];
  const width = Math.max(...rows.map(([, value]) => value.length));
  const lines = rows.map(([label, value, more = '']) => {
    const text = more === '' ? value : `${padEnd(value, Math.min(width, 40))}  ${paint('gray', more)}`;
    return `  ${paint('cyan', padEnd(label, 11))} ${text}`;
  });
  return [
    `${paint('bold', 'dome')}  ·  development stack, not for production  ·  ready in ${showDuration(tookMs)}`,
    '',
    ...lines,
    '',
    '  Try it in another terminal:',
    `    ${program} skill list`,
    `    ${program} run submit -f examples/release.plan.yaml --watch`,
    '    nats --context dome-DOMED stream ls',
    `    nats --context dome-PEOPLE-${person} service ls`,
    '',
    '',
  ].join('\n');
}

function contextWords(contexts: readonly string[]): string {
  return contexts.filter((name) => !name.endsWith('-runs')).join(', ');
}
