// Who may do what: broker users and their roles, from a versioned file whose digest every decision records. A
// permission that the file does not restrict belongs to every attested person, but for the law, which nobody keeps unless
// a role may; a gate names its own role in addition.
import { DomeError, structureDigest } from '@dome/contracts';
import type { Access, Digest, Identity } from '@dome/contracts';

import { checkSource } from '../planning/check-source.ts';
import { readSource } from '../planning/source.ts';

export interface AccessRules {
  readonly digest: Digest;
  rolesOf(identity: Identity): readonly string[];
  /** @throws DomeError FORBIDDEN */
  requirePermission(permission: 'submit' | 'cancel' | 'decide' | 'law', identity: Identity): void;
  /** @throws DomeError FORBIDDEN */
  requireRole(role: string, identity: Identity): void;
}

/** What a permission allows, in words. */
const PERMITS = { submit: 'submit', cancel: 'cancel', decide: 'decide', law: 'keep the law' } as const;

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
      const isOpen = allowed === undefined && permission !== 'law';
      if (isOpen || rolesOf(identity).some((role) => allowed?.includes(role))) return;
      const roles = allowed === undefined ? 'the access file names none' : allowed.join(', ');
      const detail = `${identity.user} has none of the roles that may ${PERMITS[permission]}: ${roles}`;
      throw new DomeError('FORBIDDEN', { detail });
    },
    requireRole(role, identity) {
      if (rolesOf(identity).includes(role)) return;
      throw new DomeError('FORBIDDEN', { detail: `${identity.user} does not have the role ${role}` });
    },
  };
}
