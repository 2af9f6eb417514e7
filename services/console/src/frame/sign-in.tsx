// The form for those who came without a link. What is typed stays in this page's memory and goes to the broker alone.
import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';

import { OBSERVER, readCreds } from '../nats/credentials.ts';
import { dialled, link } from '../state/link.ts';
import { signIn } from '../state/session.ts';

export function SignIn() {
  const user = useSignal(OBSERVER);
  const password = useSignal('');
  const fault = useSignal('');
  const at = link.value;
  const isBusy = at.state === 'connecting';
  const said = fault.value !== '' ? fault.value : at.state === 'signed-out' ? at.fault : undefined;
  const usually = fault.value === '' && at.state === 'signed-out' ? (at.usually ?? []) : [];
  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          fault.value = '';
          void signIn({ kind: 'password', user: user.value, password: password.value });
        }}
      >
        <h1>dome</h1>
        <p class="quiet">
          Sign in to the broker at {dialled.value === '' ? '…' : dialled.value}. Nothing of it is stored.
        </p>
        <label>
          User
          <input
            autocomplete="off"
            value={user.value}
            onInput={(event) => void (user.value = event.currentTarget.value)}
          />
        </label>
        <label>
          Password
          <input
            type="password"
            autocomplete="off"
            value={password.value}
            onInput={(event) => void (password.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={isBusy}>
          {isBusy ? 'Connecting …' : 'Sign in'}
        </button>
        <label>
          or a credentials file
          <input
            type="file"
            accept=".creds"
            onChange={(event) => void signInBy(event.currentTarget.files?.[0], fault)}
          />
        </label>
        {said === undefined ? undefined : <Refused said={said} usually={usually} />}
        <Hint />
      </form>
    </main>
  );
}

function Refused({ said, usually }: { readonly said: string; readonly usually: readonly string[] }) {
  return (
    <div class="fault" role="alert">
      {said}
      {usually.length === 0 ? '' : ' Usually:'}
      {usually.length === 0 ? undefined : (
        <ul>
          {usually.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const Hint = () => (
  <p class="quiet">
    <code>dome ui</code> opens this page signed in, in the folder of a stack that runs. {OBSERVER} sees everything and
    changes nothing.
  </p>
);

/** Signs in by the text of the file; what is wrong with it is said. */
async function signInBy(file: File | undefined, fault: Signal<string>): Promise<void> {
  fault.value = '';
  try {
    if (file !== undefined) await signIn(readCreds(await file.text()));
  } catch (error) {
    fault.value = error instanceof Error ? error.message : String(error);
  }
}
