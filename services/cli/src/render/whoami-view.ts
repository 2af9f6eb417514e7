import type { Permission } from '@dome/contracts';

import type { Sink } from '../terminal/io.ts';
import { harmless } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { placesText } from './context-view.ts';
import type { PlaceHere } from './context-view.ts';

export interface Whoami {
  /** Absent where the credentials name none, as a key does. */
  readonly user?: string;
  readonly address: string;
  /** Where the address and the user were found. */
  readonly origin: string;
  /** Who could say where commands go, the nearest first. */
  readonly places: readonly PlaceHere[];
  /** Absent without law. */
  readonly access?: AccessHere;
}

export interface AccessHere {
  readonly version: string;
  readonly roles: readonly string[];
  readonly permissions: readonly PermissionHere[];
}

export interface PermissionHere {
  readonly permission: Permission;
  readonly isGiven: boolean;
  /** The roles that have it; absent where everybody does. */
  readonly roles?: readonly string[];
}

const WORDS: Readonly<Record<Permission, string>> = {
  submit: 'submit runs',
  cancel: 'cancel runs',
  decide: 'decide gates',
  law: 'change the law',
};

export function whoamiText({ user, address, origin, access, places }: Whoami, sink: Sink): string {
  const rows = [
    ['user', user === undefined ? 'not named by these credentials' : sink.paint('bold', harmless(user))],
    ['broker', `${address}, from ${origin}`],
    ...(access === undefined
      ? [['access', 'there is no access document in force']]
      : [
          ['roles', `${listed(access.roles)}   by access ${access.version}`],
          ...access.permissions.map((one) => [one.isGiven ? 'may' : 'may not', permissionText(one)]),
        ]),
  ];
  return `${columns([], rows, sink.columns)}\n${placesText(places, sink)}`;
}

const listed = (roles: readonly string[]): string => (roles.length === 0 ? 'none' : roles.map(harmless).join(', '));

function permissionText({ permission, isGiven, roles }: PermissionHere): string {
  const what = WORDS[permission];
  if (isGiven) return what;
  return `${what}: ${roles === undefined || roles.length === 0 ? 'nobody may' : `needs ${roles.map(harmless).join(' or ')}`}`;
}
