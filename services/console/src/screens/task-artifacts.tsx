// The files that a task left. One is fetched by its digest, and offered when the page has computed the same digest of it.
import type { Artifact } from '@dome/contracts/portable';
import { showSize, toDomeError } from '@dome/contracts/portable';
import type { TaskRecord } from '@dome/runs/portable';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { Copy } from '../look/copy.tsx';
import { Empty } from '../look/empty.tsx';
import { OBSERVER } from '../nats/credentials.ts';
import { fetchArtifact, FETCHED_BYTES_MAX } from '../state/fetch-artifact.ts';
import { session } from '../state/session.ts';

export function TaskArtifacts({ record }: { readonly record: TaskRecord }) {
  const { artifacts, runId, taskId, iteration, state } = record;
  if (artifacts.length === 0)
    return (
      <Empty
        says={
          state === 'settled'
            ? 'It left no files. Those of the whole run:'
            : 'It has not ended: files come with the end. Those of the whole run:'
        }
        commands={[`dome run artifacts ${runId}`]}
      />
    );
  return (
    <ul class="rows artifacts">
      {artifacts.map((artifact) => (
        <OneArtifact key={artifact.name} artifact={artifact} place={`${runId}/${taskId}/${iteration}`} />
      ))}
    </ul>
  );
}

interface ArtifactOf {
  readonly artifact: Artifact;
  readonly place: string;
}

function OneArtifact({ artifact, place }: ArtifactOf) {
  const { name, size, mediaType, digest } = artifact;
  return (
    <li class="artifact">
      <strong class="artifact-name">{name}</strong>
      <span class="quiet">
        {showSize(size)} · {mediaType}
      </span>
      <Fetch artifact={artifact} />
      <code class="artifact-digest">{digest}</code>
      <span class="artifact-command">
        <code>{`dome artifact get ${place}/${name}`}</code>{' '}
        <Copy text={`dome artifact get ${place}/${name}`} what={`the command for ${name}`} />
      </span>
    </li>
  );
}

type Fetching =
  | { readonly state: 'idle' }
  | { readonly state: 'fetching'; readonly done: number }
  | { readonly state: 'verified'; readonly url: string }
  | { readonly state: 'failed'; readonly why: string };

function Fetch({ artifact }: { readonly artifact: Artifact }) {
  const { name, size, digest, mediaType } = artifact;
  const at = useSignal<Fetching>({ state: 'idle' });
  useEffect(() => () => void (at.value.state === 'verified' && URL.revokeObjectURL(at.value.url)), []);
  const why = whyNot(size);
  const take = async (): Promise<void> => {
    const opened = session.value;
    if (opened === undefined) return;
    at.value = { state: 'fetching', done: 0 };
    try {
      const bytes = await fetchArtifact(opened, digest, (done) => void (at.value = { state: 'fetching', done }));
      // What a skill says of its file is for people: the browser is to save it, and never to show it as a page of this one.
      const blob = new Blob([bytes], { type: 'application/octet-stream' });
      at.value = { state: 'verified', url: URL.createObjectURL(blob) };
    } catch (error) {
      at.value = { state: 'failed', why: toDomeError(error).message };
    }
  };
  switch (at.value.state) {
    case 'verified':
      return (
        <span class="artifact-fetch" role="status">
          <span class="mark-success">✔ SHA-256 verified</span>{' '}
          <a class="button" href={at.value.url} download={baseName(name)} title={mediaType}>
            Save {baseName(name)}
          </a>
        </span>
      );
    case 'fetching':
      return (
        <span class="artifact-fetch" role="status">
          <progress value={at.value.done} max={Math.max(1, size)} aria-label={`Fetching ${name}`} />{' '}
          {showSize(at.value.done)}
        </span>
      );
    case 'idle':
    case 'failed':
      return (
        <span class="artifact-fetch">
          {at.value.state === 'failed' ? (
            <span class="fault" role="alert">
              {at.value.why}
            </span>
          ) : undefined}{' '}
          <button type="button" disabled={why !== undefined} onClick={() => void take()}>
            Fetch {baseName(name)}
          </button>{' '}
          {why === undefined ? undefined : <span class="quiet">{why}</span>}
        </span>
      );
  }
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

function whyNot(size: number): string | undefined {
  if (session.value?.user === OBSERVER) return `${OBSERVER} may not fetch files: sign in as a person.`;
  if (size <= FETCHED_BYTES_MAX) return undefined;
  return `More than ${showSize(FETCHED_BYTES_MAX)}, which is too much for a page: use the command.`;
}
