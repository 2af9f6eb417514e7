// The law: what is in force, each document with its text, who applied which version, when and why.
import type { LawRef, LawVersionView } from '@dome/contracts/portable';

import { allPages } from '@dome/client/portable';
import { Fragment } from 'preact';

import { Ago } from '../look/ago.tsx';
import { AskFault } from '../look/ask-fault.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { Empty } from '../look/empty.tsx';
import { Fact } from '../look/fact.tsx';
import { Grid } from '../look/grid.tsx';
import { Moment } from '../look/moment.tsx';
import { route, routeText } from '../route/route.ts';
import { useAnswer } from '../state/answer.ts';
import { changesTogether } from '../state/law-changes.ts';
import type { ChangesTogether } from '../state/law-changes.ts';
import { lawMoves, useLawWatch } from '../state/law-moves.ts';

const KINDS = ['policy', 'access', 'environment'] as const;
/** Tuning: a screen of them. */
const CHANGES_SHOWN = 30;

export function Law() {
  useLawWatch();
  const law = useAnswer({
    about: () => lawMoves.value,
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
            {changesTogether(value.changes).map((together) => (
              <Change key={together[0].sequence} together={together} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

const COLUMNS = ['document', 'applied by', 'when', 'event', 'digest'] as const;

function Documents({ documents }: { readonly documents: readonly LawVersionView[] }) {
  const rows = documents.map((document) => ({
    key: `${document.kind} ${document.name} ${document.version}`,
    cells: [
      <DocumentLink key="document" of={document} isRow />,
      document.by.user,
      <Ago key="when" at={document.appliedAt} />,
      `#${document.sequence}`,
      <DigestText key="digest" digest={document.digest} />,
    ],
  }));
  return <Grid columns={COLUMNS} rows={rows} label="Documents in force" />;
}

interface DocumentLinkProps {
  readonly of: Pick<LawVersionView, 'kind' | 'name' | 'version'>;
  /** `j` and `k` reach it. */
  readonly isRow?: boolean;
}

const DocumentLink = ({ of: { kind, name, version }, isRow }: DocumentLinkProps) => (
  <a href={routeText(['law', kind, name], new URLSearchParams({ version }))} data-row={isRow}>
    {kind} {name}@{version}
  </a>
);

function Change({ together }: { readonly together: ChangesTogether }) {
  const [{ at, by, phase, reason }] = together;
  return (
    <li>
      <Ago at={at} />: {by.user} {phase}{' '}
      {together.map((change, before) => (
        <Fragment key={change.sequence}>
          {before === 0 ? '' : ', '}
          <DocumentLink of={change} /> <span class="event-seq">#{change.sequence}</span>
        </Fragment>
      ))}
      {reason === undefined ? undefined : <q>{reason}</q>}
    </li>
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
      <div>
        <dt>applied</dt>
        <dd>
          <Moment ms={Date.parse(appliedAt)} />
        </dd>
      </div>
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
