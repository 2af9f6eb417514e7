// Who may do what: broker users and their roles, from a versioned file whose digest every decision records. A
// permission that the file does not restrict belongs to every attested person; a gate names its own role in addition.
import { DomeError, structureDigest } from '@dome/contracts';
import type { Access, Digest, Identity } from '@dome/contracts';

import { checkSource } from '../planning/check-source.ts';
import { readSource } from '../planning/source.ts';

export interface AccessRules {
  readonly digest: Digest;
  rolesOf(identity: Identity): readonly string[];
  /** @throws DomeError FORBIDDEN */
  requirePermission(permission: 'submit' | 'cancel' | 'decide', identity: Identity): void;
  /** @throws DomeError FORBIDDEN */
  requireRole(role: string, identity: Identity): void;
}

/** @throws DomeError CONFIG_INVALID with line and column. */
export function readAccess(source: Uint8Array | string): AccessRules {
  try {
    return accessRules(checkSource(readSource(source, 'access file'), 'Access'));
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw new DomeError('CONFIG_INVALID', { detail: error.message }, { cause: error });
  }
}

export function accessRules(access: Access): AccessRules {
  const rolesOf = ({ user }: Identity): readonly string[] =>
    Object.hasOwn(access.users, user) ? (access.users[user]?.roles ?? []) : [];
  return {
    digest: structureDigest(access),
    rolesOf,
    requirePermission(permission, identity) {
      const allowed = access.permissions?.[permission];
      if (allowed === undefined || rolesOf(identity).some((role) => allowed.includes(role))) return;
      const detail = `${identity.user} has none of the roles that may ${permission}: ${allowed.join(', ')}`;
      throw new DomeError('FORBIDDEN', { detail });
    },
    requireRole(role, identity) {
      if (rolesOf(identity).includes(role)) return;
      throw new DomeError('FORBIDDEN', { detail: `${identity.user} does not have the role ${role}` });
    },
  };
}
