// The law: what is in force, each document with its text, who applied which version, when and why.
import type { LawRef, LawVersionView } from '@dome/contracts/portable';

import { allPages } from '@dome/client/portable';
import { AskFault } from '../look/ask-fault.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { Empty } from '../look/empty.tsx';
import { Fact } from '../look/fact.tsx';
import { ageText } from '../look/time.ts';
import { route, routeText } from '../route/route.ts';
import { useAnswer } from '../state/answer.ts';
import { nowMs } from '../state/link.ts';

const KINDS = ['policy', 'access', 'environment'] as const;
/** Tuning: a screen of them. */
const CHANGES_SHOWN = 30;

export function Law() {
  const law = useAnswer({
    about: () => undefined,
    ask: async ({ ask }) => {
      const [documents, { changes }] = await Promise.all([
        allPages(
          (after) => ask('controlLawList', { ...after }),
          (page) => page.documents,
        ),
        ask('controlLawHistory', { limit: CHANGES_SHOWN }),
      ]);
      return { documents, changes };
    },
  });
  const { value, fault } = law.value;
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">Law</h1>
      </header>
      {fault === undefined ? undefined : <AskFault what="The law is not known now:" fault={fault} />}
      {value === undefined ? (
        <p class="quiet" role="status">
          Asking for the law …
        </p>
      ) : value.documents.length === 0 ? (
        <Empty says="No document is in force. Propose a folder of them:" commands={['dome law apply law']} />
      ) : (
        <>
          <Documents documents={value.documents} />
          <h2>Changes</h2>
          <ol class="past">
            {value.changes.map(({ sequence, at, phase, kind, name, version, by, reason }) => (
              <li key={sequence}>
                <span class="event-seq">#{sequence}</span>{' '}
                <time dateTime={at} title={at}>
                  {ageText(nowMs.value - Date.parse(at))} ago
                </time>
                : {by.user} {phase}{' '}
                <a href={routeText(['law', kind, name], new URLSearchParams({ version }))}>
                  {kind} {name}@{version}
                </a>
                {reason === undefined ? undefined : <q>{reason}</q>}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Documents({ documents }: { readonly documents: readonly LawVersionView[] }) {
  return (
    <ol class="rows">
      {documents.map(({ kind, name, version, by, appliedAt, digest, reason }) => (
        <li key={`${kind} ${name} ${version}`}>
          <a class="row law-row" href={routeText(['law', kind, name], new URLSearchParams({ version }))} data-row>
            <span class="row-plan">{kind}</span>
            <span class="row-name">
              {name}@{version}
            </span>
            <DigestText digest={digest} />
            <span class="gate-why">{reason ?? ''}</span>
            <span class="row-by">by {by.user}</span>
            <time class="row-time" dateTime={appliedAt} title={appliedAt}>
              {ageText(nowMs.value - Date.parse(appliedAt))} ago
            </time>
          </a>
        </li>
      ))}
    </ol>
  );
}

export function LawDocument() {
  const { path, query } = route.value;
  const [, kindText = '', name = ''] = path;
  const kind = KINDS.find((one) => one === kindText);
  const version = query.get('version') ?? undefined;
  if (kind === undefined) return <p class="quiet">There is no law of the kind {kindText}.</p>;
  return <OneDocument key={`${kind} ${name} ${version ?? ''}`} kind={kind} name={name} version={version} />;
}

interface OneDocumentProps {
  readonly kind: LawRef['kind'];
  readonly name: string;
  readonly version: string | undefined;
}

function OneDocument({ kind, name, version }: OneDocumentProps) {
  const found = useAnswer({
    about: () => undefined,
    ask: ({ ask }) => ask('controlLawGet', { kind, name, ...(version === undefined ? {} : { version }) }),
  });
  const { value, fault } = found.value;
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">
          {kind} {name}
          {version === undefined ? '' : `@${version}`}
        </h1>
        <a href={routeText(['law'])}>The whole law</a>
      </header>
      {fault === undefined ? undefined : <AskFault what="It cannot be shown:" fault={fault} />}
      {value === undefined ? undefined : (
        <>
          <Entry entry={value.entry} />
          <pre tabIndex={0} aria-label="The document">
            <code>{JSON.stringify(value.document, undefined, 2)}</code>
          </pre>
        </>
      )}
    </section>
  );
}

function Entry({ entry }: { readonly entry: LawVersionView }) {
  const { by, appliedAt, sequence, digest, reason, inForce, withdrawnAt, withdrawnBy } = entry;
  const state = withdrawnAt === undefined ? (inForce ? 'in force' : 'not in force') : 'withdrawn';
  return (
    <dl class="facts">
      <Fact name="state" value={state} />
      <Fact name="applied by" value={by.user} />
      <Fact name="applied" value={appliedAt} />
      <Fact name="event" value={`LAW_EVENTS #${sequence}`} />
      <div>
        <dt>digest</dt>
        <dd>
          <DigestText digest={digest} />
        </dd>
      </div>
      {reason === undefined ? undefined : <Fact name="because" value={reason} />}
      {withdrawnAt === undefined ? undefined : (
        <Fact name="withdrawn" value={`by ${withdrawnBy?.user ?? 'somebody'}, ${withdrawnAt}`} />
      )}
    </dl>
  );
}
