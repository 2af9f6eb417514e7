// One skill: what it says of itself, what it takes and gives, and a form that runs it.
import type { CapabilityGetReply, Descriptor } from '@dome/contracts/portable';
import { durationText } from '@dome/contracts/portable';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { counted } from '../look/count.ts';
import { DigestText } from '../look/digest-text.tsx';
import { Empty } from '../look/empty.tsx';
import { Fact } from '../look/fact.tsx';
import { Stale } from '../look/stale.tsx';
import { route, routeText } from '../route/route.ts';
import { access, readAccess, whyNotAlone, whyNotSubmit } from '../state/may-run.ts';
import { session } from '../state/session.ts';
import { askSkills, describedSkill, seenSkills, versionsNamed } from '../state/skills.ts';
import type { VersionInPool } from '../state/skills.ts';
import { useWhileShown } from '../state/while-shown.ts';
import { SchemaView } from './schema-view.tsx';
import { SkillForm } from './skill-form.tsx';

export function Skill() {
  useWhileShown(askSkills);
  const { path, query } = route.value;
  const [, name = ''] = path;
  const versions = versionsNamed(seenSkills.value.skills, name);
  const chosen = versions.find((one) => isMeant(one, query)) ?? versions[0];
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title" class="row-name">
          {name}
        </h1>
        <Versions name={name} versions={versions} chosen={chosen} />
      </header>
      {chosen === undefined ? <NoVersion name={name} /> : <Described key={keyOf(chosen)} of={chosen} />}
    </section>
  );
}

const keyOf = ({ pool, served }: VersionInPool): string => `${pool} ${served.version} ${served.descriptorDigest}`;

function isMeant({ pool, served }: VersionInPool, query: URLSearchParams): boolean {
  const version = query.get('version') ?? served.version;
  return (query.get('pool') ?? pool) === pool && version === served.version;
}

interface Chosen {
  readonly name: string;
  readonly versions: readonly VersionInPool[];
  readonly chosen: VersionInPool | undefined;
}

function Versions({ name, versions, chosen }: Chosen) {
  return (
    <nav class="views" aria-label="Versions">
      {versions.map((one) => {
        const { pool, served } = one;
        const query = new URLSearchParams({ pool, version: served.version });
        return (
          <a
            key={keyOf(one)}
            href={routeText(['skills', name], query)}
            aria-current={one === chosen ? 'page' : undefined}
          >
            {served.version} in {pool}
            {served.drained === undefined ? '' : ' (drained)'}
          </a>
        );
      })}
    </nav>
  );
}

function NoVersion({ name }: { readonly name: string }) {
  const { heardAtMs, fault } = seenSkills.value;
  if (fault !== undefined) return <Stale heard={{ atMs: heardAtMs, fault }} />;
  if (heardAtMs === undefined) return <p class="quiet">Asking for the skill …</p>;
  return <Empty says={`No daemon serves ${name} now. What there is:`} commands={['dome skill list']} />;
}

type Answer = CapabilityGetReply | Error | undefined;

function Described({ of }: { readonly of: VersionInPool }) {
  const { descriptorDigest } = of.served;
  const answer = useSignal<Answer>(undefined);
  useEffect(() => {
    const opened = session.value;
    if (opened === undefined) return;
    void readAccess(opened);
    describedSkill(opened, descriptorDigest).then(
      (reply) => (answer.value = reply),
      (error: unknown) => (answer.value = error instanceof Error ? error : new Error(String(error))),
    );
  }, [descriptorDigest]);
  const reply = answer.value;
  if (reply === undefined) return <p class="quiet">Reading what it takes …</p>;
  if (reply instanceof Error) return <Undescribed of={of} reason={reply.message} />;
  const { descriptor } = reply;
  return (
    <>
      <About descriptor={descriptor} of={of} />
      <div class="two">
        <section class="part" aria-labelledby="run-it">
          <h2 id="run-it">Run it</h2>
          <SkillForm reply={reply} pool={of.pool} reason={reasonAgainst(of, descriptor)} />
        </section>
        <div>
          <section class="part" aria-labelledby="input">
            <h2 id="input">Input</h2>
            <SchemaView schema={descriptor.inputSchema} />
          </section>
          <section class="part" aria-labelledby="output">
            <h2 id="output">Output</h2>
            <SchemaView schema={descriptor.outputSchema} />
          </section>
        </div>
      </div>
    </>
  );
}

function reasonAgainst({ served }: VersionInPool, descriptor: Descriptor): string | undefined {
  const user = session.value?.user ?? '';
  return whyNotSubmit(user, access.value) ?? whyNotAlone({ descriptor, isDrained: served.drained !== undefined });
}

function Undescribed({ of: { served }, reason }: { readonly of: VersionInPool; readonly reason: string }) {
  return (
    <>
      <dl class="facts">
        <Fact name="digest" value={served.descriptorDigest} />
        <Fact name="daemons" value={String(served.daemons)} />
        <Fact name="slots" value={String(served.slots)} />
      </dl>
      <p class="stale">unknown: {reason}</p>
      <button type="button" disabled>
        Run it
      </button>
    </>
  );
}

function About({ descriptor, of: { served } }: { readonly descriptor: Descriptor; readonly of: VersionInPool }) {
  const { title, description, needs, timeouts, retry, permissions, sideEffects, secrets = [], locks = [] } = descriptor;
  const some = (name: string, values: readonly string[]) =>
    values.length === 0 ? undefined : <Fact name={name} value={values.join(', ')} />;
  return (
    <div class="part">
      <p class="skill-title">{title}</p>
      <p class="skill-says">{description}</p>
      <dl class="facts">
        <div>
          <dt>digest</dt>
          <dd>
            <DigestText digest={served.descriptorDigest} />
          </dd>
        </div>
        <Fact name="hints" value={hintsText(descriptor)} />
        <Fact name="needs" value={`workspace ${needs.workspace}, network ${needs.network ?? 'not declared'}`} />
        <Fact
          name="clocks"
          value={`execution ${durationText(timeouts.executionMs)}, total ${durationText(timeouts.totalMs)}`}
        />
        <Fact name="attempts" value={String(retry.maximumAttempts)} />
        <Fact name="served by" value={`${counted(served.daemons, 'daemon')} with ${counted(served.slots, 'slot')}`} />
        {some('may', permissions)}
        {some('changes', sideEffects)}
        {some(
          'locks',
          locks.map(({ key }) => key),
        )}
        {some(
          'secrets',
          secrets.map(({ name }) => name),
        )}
      </dl>
    </div>
  );
}

function hintsText({ hints: { readOnly, destructive, idempotent, openWorld } }: Descriptor): string {
  const words = [
    readOnly ? 'read-only' : '',
    destructive ? 'destructive' : '',
    idempotent && !readOnly ? 'idempotent' : '',
    openWorld ? 'open world' : '',
  ];
  return words.filter((word) => word !== '').join(', ') || 'none';
}
