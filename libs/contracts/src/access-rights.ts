// Who may do what under an access document. A permission that it does not restrict belongs to every attested person, but
// for `law`, which nobody has who is not named.
import type { Access, AccessPermissions } from './generated/types.ts';

export type Permission = keyof AccessPermissions;

export const PERMISSIONS: readonly Permission[] = ['submit', 'cancel', 'decide', 'law'];

type Rights = Pick<Access, 'users' | 'permissions'>;

export const rolesOf = ({ users }: Rights, user: string): readonly string[] =>
  Object.hasOwn(users, user) ? (users[user]?.roles ?? []) : [];

/** How many people have each role. */
export type RoleHolders = Readonly<Record<string, number>>;

export function roleHolders({ users }: Pick<Rights, 'users'>): RoleHolders {
  const holders = new Map<string, number>();
  for (const { roles } of Object.values(users)) {
    for (const role of new Set(roles)) holders.set(role, (holders.get(role) ?? 0) + 1);
  }
  return Object.fromEntries(holders);
}

/** The roles that have it; undefined if everybody does. */
export const rolesWith = ({ permissions }: Rights, permission: Permission): readonly string[] | undefined =>
  permissions?.[permission] ?? (permission === 'law' ? [] : undefined);

export function isPermitted(access: Rights, permission: Permission, user: string): boolean {
  const allowed = rolesWith(access, permission);
  return allowed === undefined || rolesOf(access, user).some((role) => allowed.includes(role));
}
