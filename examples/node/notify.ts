// Tells a chat of gates: `dome gate watch --cursor chat --exec node -- examples/node/notify.ts`. The notification comes on
// standard input; CHAT_WEBHOOK is the address of an incoming webhook that takes {"text": …}, as most chats have.
import { text } from 'node:stream/consumers';

/** What is used of a notification; docs/gates.md has the whole. */
interface Notification {
  readonly what: 'waiting' | 'reminded' | 'decided';
  readonly gate: {
    readonly runId: string;
    readonly gate: string;
    readonly state: string;
    readonly title?: string;
    readonly run: { readonly plan: { readonly name: string }; readonly submittedBy: { readonly user: string } };
    readonly promotion?: { readonly artifact: string; readonly to: string };
    readonly asking?: { readonly voters: readonly { readonly users: readonly string[] }[] };
    readonly decision?: { readonly status: string; readonly decidedBy: { readonly people?: readonly string[] } };
  };
}

function messageOf({ what, gate }: Notification): string | undefined {
  const name = `${gate.runId}/${gate.gate}`;
  if (what === 'decided') {
    const people = gate.decision?.decidedBy.people?.join(', ') ?? 'the policy';
    return `${name}: ${gate.decision?.status ?? ''} by ${people}`;
  }
  // A notification that comes late says how the gate stands by now.
  if (gate.state !== 'waiting') return undefined;
  const voters = [...new Set(gate.asking?.voters.flatMap(({ users }) => users))].join(', ');
  const promotes =
    gate.promotion === undefined ? '' : `, which promotes ${gate.promotion.artifact} to ${gate.promotion.to}`;
  return `${gate.title ?? 'A gate waits.'} ${gate.run.submittedBy.user} submitted ${gate.run.plan.name}${promotes}. ${voters}: dome gate get ${name}`;
}

const message = messageOf(JSON.parse(await text(process.stdin)) as Notification);
if (message !== undefined) {
  const response = await fetch(process.env['CHAT_WEBHOOK'] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: message }),
  });
  // Any other exit code than 0, and it is tried again.
  process.exitCode = response.ok ? 0 : 1;
}
