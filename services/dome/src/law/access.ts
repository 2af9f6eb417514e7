// Who may do what: broker users and their roles, from the access document of the law, whose digest every decision
// records. A gate names its own role in addition.
import { DomeError, isPermitted, PERMISSIONS, roleHolders, rolesOf, rolesWith, structureDigest } from '@dome/contracts';
import type { Access, Digest, Identity, Permission, RoleHolders } from '@dome/contracts';

export interface AccessRules {
  readonly digest: Digest;
  /** How many people have each role; undefined while there are no people at all. */
  readonly holders: RoleHolders | undefined;
  rolesOf(identity: Pick<Identity, 'user'>): readonly string[];
  may(permission: Permission, identity: Pick<Identity, 'user'>): boolean;
  /** @throws DomeError FORBIDDEN */
  requirePermission(permission: Permission, identity: Identity): void;
  /** @throws DomeError FORBIDDEN */
  requireRole(role: string, identity: Identity): void;
}

export function accessRules(access: Access): AccessRules {
  return {
    digest: structureDigest(access),
    holders: Object.keys(access.users).length === 0 ? undefined : roleHolders(access),
    rolesOf: ({ user }) => rolesOf(access, user),
    may: (permission, { user }) => isPermitted(access, permission, user),
    requirePermission(permission, identity) {
      if (isPermitted(access, permission, identity.user)) return;
      const what = permission === 'law' ? 'change the law' : permission;
      const roles = rolesWith(access, permission)?.join(', ') ?? '';
      throw new DomeError('FORBIDDEN', {
        detail: `${identity.user} has none of the roles that may ${what}${roles === '' ? '' : `: ${roles}`}`,
      });
    },
    requireRole(role, identity) {
      if (rolesOf(access, identity.user).includes(role)) return;
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
export const hasKeeper = (access: Access): boolean =>
  Object.keys(access.users).some((user) => isPermitted(access, 'law', user));
