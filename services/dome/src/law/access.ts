// Who may do what: broker users and their roles, from the access document of the law, whose digest every decision
// records. A permission that the document does not restrict belongs to every attested person, but for `law`, which
// nobody has who is not named; a gate names its own role in addition.
import { DomeError, structureDigest } from '@dome/contracts';
import type { Access, AccessPermissions, Digest, Identity } from '@dome/contracts';

export type Permission = keyof AccessPermissions;

const PERMISSIONS: readonly Permission[] = ['submit', 'cancel', 'decide', 'law'];

export interface AccessRules {
  readonly digest: Digest;
  rolesOf(identity: Pick<Identity, 'user'>): readonly string[];
  may(permission: Permission, identity: Pick<Identity, 'user'>): boolean;
  /** @throws DomeError FORBIDDEN */
  requirePermission(permission: Permission, identity: Identity): void;
  /** @throws DomeError FORBIDDEN */
  requireRole(role: string, identity: Identity): void;
}

export function accessRules(access: Access): AccessRules {
  const rolesOf = ({ user }: Pick<Identity, 'user'>): readonly string[] =>
    Object.hasOwn(access.users, user) ? (access.users[user]?.roles ?? []) : [];
  const allowedFor = (permission: Permission): readonly string[] | undefined =>
    access.permissions?.[permission] ?? (permission === 'law' ? [] : undefined);
  const may: AccessRules['may'] = (permission, identity) => {
    const allowed = allowedFor(permission);
    return allowed === undefined || rolesOf(identity).some((role) => allowed.includes(role));
  };
  return {
    digest: structureDigest(access),
    rolesOf,
    may,
    requirePermission(permission, identity) {
      if (may(permission, identity)) return;
      const what = permission === 'law' ? 'change the law' : permission;
      const roles = allowedFor(permission)?.join(', ') ?? '';
      throw new DomeError('FORBIDDEN', {
        detail: `${identity.user} has none of the roles that may ${what}${roles === '' ? '' : `: ${roles}`}`,
      });
    },
    requireRole(role, identity) {
      if (rolesOf(identity).includes(role)) return;
      throw new DomeError('FORBIDDEN', { detail: `${identity.user} does not have the role ${role}` });
    },
  };
}

/** What the person gains by the change: roles, and permissions as `permission law`; nothing is lost sight of. */
export function raisedFor(identity: Pick<Identity, 'user'>, before: AccessRules, after: AccessRules): string[] {
  const had = before.rolesOf(identity);
  const roles = after.rolesOf(identity).filter((role) => !had.includes(role));
  const permissions = PERMISSIONS.filter((one) => after.may(one, identity) && !before.may(one, identity));
  return [...roles.map((role) => `the role ${role}`), ...permissions.map((one) => `the permission ${one}`)];
}

/** Whether anybody may change the law under it. */
export const hasKeeper = (access: Access): boolean => {
  const rules = accessRules(access);
  return Object.keys(access.users).some((user) => rules.may('law', { user }));
};
