// What the doctor says of the processes of both planes, from what each of them says of itself. Pure.
import type { InstanceHealth } from '@dome/client';
import type { Announcement, HealthReply, NeededSkill } from '@dome/contracts';

import { failed } from './check.ts';
import type { Check } from './check.ts';

type Instances = readonly InstanceHealth[];
type Announced = Pick<Announcement, 'instance' | 'name' | 'version'>;

export function controlChecks(replicas: Instances | Error): Check[] {
  const instead = 'Start it with `dome serve`, or `dome dev` on this machine.';
  const name = 'control plane';
  if (replicas instanceof Error) return [failed(name, replicas.message, instead)];
  if (replicas.length === 0) return [failed(name, 'nobody answers', instead)];
  return [{ name, status: 'ok', found: replicas.map(shown).join('; ') }, ...faultsOf(replicas)];
}

export function daemonChecks(daemons: Instances | Error, announced: readonly Announced[] | Error): Check[] {
  const instead = 'Start one with domed, or `dome dev` on this machine.';
  const name = 'daemons';
  for (const asked of [daemons, announced]) if (asked instanceof Error) return [failed(name, asked.message, instead)];
  const known = announced instanceof Error ? [] : announced;
  const answering = daemons instanceof Error ? [] : daemons;
  const announcing = new Set(known.map(({ instance }) => instance));
  if (announcing.size === 0 && answering.length === 0) return [failed(name, 'there is none', instead)];
  const skills = new Set(known.map((skill) => skill.name));
  const silent = [...announcing].filter((instance) => !answering.some((one) => one.instance === instance));
  return [
    skills.size === 0
      ? failed(name, `${answering.length} serving no skill`, 'Look into their catalogues: DOME_SKILLS.')
      : { name, status: 'ok', found: `${answering.length} serving ${skills.size} skills` },
    ...silent.map(silentCheck),
    ...faultsOf(answering),
    ...guardsOf(answering),
    // One version of several goes by its name and version.
    secretsCheck(answering, new Set([...skills, ...known.map((skill) => `${skill.name}@${skill.version}`)])),
  ];
}

const silentCheck = (instance: string): Check => ({
  name: 'daemons',
  status: 'warning',
  found: `${instance} announces skills and does not answer`,
  instead: 'If it ended, its announcements end by themselves; if it hangs, restart it.',
});

const shown = ({ instance, health }: InstanceHealth): string =>
  health instanceof Error ? instance : `${instance}, version ${health.version}, ${health.status}`;

/** Told in lines of their own: what they mean depends on what others say. */
const ELSEWHERE = new Set(['space', 'guard', 'secrets', 'law']);

function faultsOf(instances: Instances): Check[] {
  return instances.flatMap(({ instance, health }) => {
    const instead = `Read the log of ${instance}.`;
    if (health instanceof Error) return [failed('health', `${instance}: ${health.message}`, instead)];
    return health.checks
      .filter(({ ok, name }) => !ok && !ELSEWHERE.has(name))
      .map(({ name, detail }) => failed(name, `${instance}: ${detail}`, instead));
  });
}

function guardsOf(daemons: Instances): Check[] {
  return daemons.flatMap(({ instance, health }) => {
    const guard = health instanceof Error ? undefined : health.checks.find(({ name }) => name === 'guard');
    if (guard === undefined || guard.ok) return [];
    const instead = 'docs/limits.md says what each guard keeps, and what it needs.';
    return [{ name: 'guard', status: 'warning', found: `${instance}: ${guard.detail}`, instead }];
  });
}

/** A skill that some daemon lacks something for is not lost while another serves it. */
function secretsCheck(daemons: Instances, served: ReadonlySet<string>): Check {
  const name = 'secrets';
  const lacking = daemons.flatMap(({ instance, health }) =>
    Object.entries(health instanceof Error ? {} : (health.lacking ?? {})).map(([skill, lack]) => ({
      skill,
      words: `${instance} does not serve ${skill}: ${lack}`,
    })),
  );
  if (lacking.length === 0) return { name, status: 'ok', found: 'every skill has those that it needs' };
  const found = lacking.map(({ words }) => words).join('; ');
  const instead = 'Put a file named like it into the folder of DOME_SECRETS; the skill is served a moment later.';
  return lacking.every(({ skill }) => served.has(skill))
    ? { name, status: 'warning', found, instead }
    : failed(name, found, instead);
}

/** Which versions open runs wait for. Where a plane does not answer, its own check says so. */
export function versionsChecks(needed: readonly NeededSkill[] | Error): Check[] {
  const name = 'versions';
  if (needed instanceof Error) return [];
  const lost = needed.filter(({ servedBy }) => servedBy?.length === 0);
  if (lost.length === 0) return [{ name, status: 'ok', found: `open runs need ${needed.length}, and all are served` }];
  const found = lost.map(
    (one) => `${one.name}@${one.version} is needed by ${one.oldest[0]?.runId} and served by nobody`,
  );
  const instead = 'Start a daemon that has them, or cancel the runs: `dome skill list --needed` names more of them.';
  return [failed(name, found.join('; '), instead)];
}

/** How full what both planes store is; none where no plane says. */
export function diskChecks(instances: Instances): Check[] {
  const space = instances.flatMap(({ health }) => (health instanceof Error ? [] : (health.space ?? [])));
  return space.length === 0 ? [] : [diskCheck(space)];
}

function diskCheck(space: NonNullable<HealthReply['space']>): Check {
  const name = 'disk';
  const tight = [...new Map(space.filter(({ state }) => state !== 'ok').map((one) => [one.name, one])).values()];
  const fullest = space.toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0))[0];
  if (tight.length === 0)
    return {
      name,
      status: 'ok',
      found: `the fullest stream is ${fullest?.name ?? ''} with ${fullest?.percent ?? 0} %`,
    };
  const found = tight
    .map(({ name: stream, state, percent }) => `${stream} is ${state}${percent === undefined ? '' : ` (${percent} %)`}`)
    .join(', ');
  const instead =
    'Give it more space with `dome topology apply --store`, or delete what nobody needs; restart a silent server.';
  return tight.every(({ state }) => state === 'high')
    ? { name, status: 'warning', found, instead }
    : failed(name, found, instead);
}
