// The catalogue: what the fleet can run, in which versions.
import type { ListedSkill } from '@dome/contracts/portable';
import { useComputed } from '@preact/signals';

import { counted } from '../look/count.ts';
import { DigestText } from '../look/digest-text.tsx';
import { Empty } from '../look/empty.tsx';
import { Grid } from '../look/grid.tsx';
import type { GridRow } from '../look/grid.tsx';
import { Stale } from '../look/stale.tsx';
import { refine, route, routeText } from '../route/route.ts';
import { askSkills, seenSkills } from '../state/skills.ts';
import { useWhileShown } from '../state/while-shown.ts';

export function Skills() {
  useWhileShown(askSkills);
  const shown = useComputed(() => {
    const words = (route.value.query.get('q') ?? '').toLowerCase().split(/\s+/);
    return seenSkills.value.skills.filter(({ name, title = '', pool }) =>
      words.every((word) => `${name} ${title} ${pool}`.toLowerCase().includes(word)),
    );
  });
  const { heardAtMs, fault } = seenSkills.value;
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">Skills</h1>
        <input
          class="search"
          type="search"
          data-search
          placeholder="Filter by name, title or pool  ( / )"
          aria-label="Filter skills"
          value={route.value.query.get('q') ?? ''}
          onInput={({ currentTarget }) => refine({ q: currentTarget.value })}
        />
      </header>
      <Stale heard={{ atMs: heardAtMs, fault }} />
      {shown.value.length > 0 ? <Grid columns={COLUMNS} rows={shown.value.map(rowOf)} label="Skills" /> : <NoSkills />}
    </section>
  );
}

const COLUMNS = ['skill', 'title', 'versions', 'pool', 'served by', 'digest of the first'] as const;

function rowOf({ name, title, pool, versions }: ListedSkill): GridRow {
  const daemons = versions.reduce((sum, version) => sum + version.daemons, 0);
  const [first] = versions;
  return {
    key: `${pool} ${name}`,
    cells: [
      <a key="skill" class="row-name" href={routeText(['skills', name], new URLSearchParams({ pool }))} data-row>
        {name}
      </a>,
      title ?? 'nobody serves it now',
      versions.map(({ version, drained }) => `${version}${drained === undefined ? '' : ' (drained)'}`).join(', '),
      pool,
      <span key="daemons" class={daemons === 0 ? 'fault' : undefined}>
        {counted(daemons, 'daemon')}
      </span>,
      first === undefined ? '' : <DigestText key="digest" digest={first.descriptorDigest} />,
    ],
  };
}

function NoSkills() {
  const { heardAtMs, skills, fault } = seenSkills.value;
  if (heardAtMs === undefined && fault === undefined) return <p class="quiet">Asking for the skills …</p>;
  if (skills.length > 0)
    return (
      <p class="quiet">
        No skill matches. <a href={routeText(['skills'])}>Show all</a>
      </p>
    );
  return (
    <Empty
      says={`${heardAtMs === undefined ? 'If no daemon runs:' : 'No daemon serves a skill:'} write one, and start a daemon with its folder.`}
      commands={['dome skill init count --template node', 'domed --skills ./skills']}
    />
  );
}
