// What the broker must hold, compared with what it holds, for each plane, with its provisioner's credentials. Nothing
// is ever deleted.

import { applyTopology, declaredTopology, diffTopology, PROVISIONERS } from '@dome/bus/provision';
import type { DeclaredTopologyOptions, TopologyAccount, TopologyChange, TopologyDifference } from '@dome/bus/provision';
import { ACCOUNTS, passwordVariable, renderAccounts, showSize } from '@dome/contracts';
import type { AccountsOptions } from '@dome/contracts';

import { declaredFor } from '../topology/declared-for.ts';
import type { TopologyOptions } from '../topology/declared-for.ts';
import { connectTo } from '../connect/person-connection.ts';
import { findTarget } from '../connect/find-target.ts';
import { stackAt } from '../connect/stack-facts.ts';
import type { Target } from '../connect/target.ts';
import type { Context } from '../context.ts';
import { showDuration } from '../durations.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../render/columns.ts';

type Planned = TopologyDifference & { readonly account: TopologyAccount };

export async function topologyDiff(context: Context, options: TopologyOptions): Promise<number> {
  const found = await eachPlane(context, options, (nc, declared) => diffTopology(nc, declaredTopology(declared)));
  showDifferences(context, found);
  return found.every(({ action }) => action === 'unchanged') ? EXIT.success : EXIT.checkFailed;
}

export async function topologyApply(context: Context, options: TopologyOptions): Promise<number> {
  const done = await eachPlane(context, options, (nc, declared) => applyTopology(nc, declaredTopology(declared)));
  showDifferences(context, done);
  return EXIT.success;
}

/** What nats-server is told of the accounts of this installation, with passwords from its environment. */
export function topologyAccounts(context: Context, users: Pick<AccountsOptions, 'people' | 'readers'>): number {
  const config = renderAccounts({ ...users, password: passwordVariable });
  context.show({ value: { config }, text: () => config });
  return EXIT.success;
}

type Work = (
  nc: Awaited<ReturnType<typeof connectTo>>,
  declared: DeclaredTopologyOptions,
) => Promise<TopologyDifference[]>;

async function eachPlane(context: Context, options: TopologyOptions, work: Work): Promise<Planned[]> {
  const found: Planned[] = [];
  for (const { account, target } of await planesOf(context, options)) {
    const declared = await declaredFor(context.io, options, await stackAt(context.io.env, target.servers));
    const nc = await connectTo(target, { name: 'dome topology', timeoutMs: context.globals.timeoutMs });
    try {
      const differences = await work(nc, { account, ...declared });
      found.push(...differences.map((difference) => ({ account, ...difference })));
    } finally {
      await nc.close();
    }
  }
  return found;
}

/** With a user, one plane, because a user belongs to one account; with a stack on this machine, both. */
async function planesOf(
  { globals, io }: Context,
  { account }: TopologyOptions,
): Promise<{ account: TopologyAccount; target: Target }[]> {
  const accounts: TopologyAccount[] = account === undefined ? ['DOMED', 'DOME'] : [account];
  const isNamed = globals.user !== undefined || globals.context !== undefined || globals.creds !== undefined;
  const target = await findTarget(globals, io.env, io.cwd);
  // Wherever it is named: by a flag, in the address, in the environment.
  const own = accountOf(target.user) ?? (isNamed ? account : undefined);
  if (own !== undefined) return [{ account: own, target }];
  if (isNamed)
    throw usageError('It is not clear which topology is meant.', 'Choose --account DOMED or --account DOME.');
  if ((await stackAt(io.env, target.servers)) === undefined) {
    throw usageError('No provisioner is named, and no stack is running here.', 'Give --server, --user and --password.');
  }
  return await Promise.all(
    accounts.map(async (one) => {
      const provisioner = { ...globals, user: PROVISIONERS[one] };
      return { account: one, target: await findTarget(provisioner, io.env, io.cwd) };
    }),
  );
}

function accountOf(user: string | undefined): TopologyAccount | undefined {
  if (user === undefined) return undefined;
  return (['DOMED', 'DOME'] as const).find((account) => Object.hasOwn(ACCOUNTS[account]?.users ?? {}, user));
}

function showDifferences(context: Context, found: readonly Planned[]): void {
  const { io } = context;
  context.show({ value: found, items: found, text: () => differencesText(found, io.out.columns) });
}

function differencesText(found: readonly Planned[], width: number): string {
  const rows = found.map(({ account, action, kind, name, changes, reason }) => {
    const why = action === 'update' ? changes.map(changeText).join('; ') : '';
    return [account, action, kind, name, reason ?? why];
  });
  const head = ['ACCOUNT', 'ACTION', 'KIND', 'NAME', 'WHY'];
  return table({ head, rows, width, spare: ['ACCOUNT', 'KIND'], lastWidthMin: 20 });
}

function changeText({ field, from, to }: TopologyChange): string {
  return `${field} ${settingText(field, from)}, declared ${settingText(field, to)}`;
}

const IN_NANOSECONDS = /^(ack_wait|max_age|duplicate_window)$/;

function settingText(field: string, value: unknown): string {
  if (typeof value === 'number' && field === 'max_bytes' && value > 0) return showSize(value);
  if (typeof value === 'number' && IN_NANOSECONDS.test(field)) return showDuration(value / 1_000_000);
  return JSON.stringify(value) ?? 'nothing';
}
