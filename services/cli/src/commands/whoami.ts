// `dome whoami`: as whom commands speak here, to whom, where that was found, and what the law lets that person do.
import { checkDocument, DomeError, isPermitted, PERMISSIONS, rolesOf, rolesWith } from '@dome/contracts';
import type { Access, LawGetReply, Permission } from '@dome/contracts';

import { readPlaceSources } from '../connect/find-target.ts';
import { placesInOrder } from '../connect/place.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { placesHere } from '../render/context-view.ts';
import { whoamiText } from '../render/whoami-view.ts';
import type { AccessHere, PermissionHere, Whoami } from '../render/whoami-view.ts';

export async function whoami(context: Context): Promise<number> {
  const { globals, io } = context;
  await using connection = await context.connect();
  const { client, target } = connection;
  const { user, servers: address, origin } = target;
  const law = await client.law.get({ kind: 'access', name: 'access' }).catch(absent);
  const access = law === undefined ? undefined : accessHere(law, user);
  const value: Whoami = {
    address,
    origin,
    places: placesHere(placesInOrder(await readPlaceSources(globals, io.env, io.cwd))),
    ...(user === undefined ? {} : { user }),
    ...(access === undefined ? {} : { access }),
  };
  context.show({ value, text: () => whoamiText(value, io.out) });
  return EXIT.success;
}

function absent(error: unknown): undefined {
  if (error instanceof DomeError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}

function accessHere({ entry: { version }, document }: LawGetReply, user: string | undefined): AccessHere {
  const access = checkDocument('Access', document);
  return {
    version,
    roles: user === undefined ? [] : rolesOf(access, user),
    permissions: PERMISSIONS.map((permission) => permissionHere(access, permission, user)),
  };
}

function permissionHere(access: Access, permission: Permission, user: string | undefined): PermissionHere {
  const roles = rolesWith(access, permission);
  const isGiven = user === undefined ? roles === undefined : isPermitted(access, permission, user);
  return { permission, isGiven, ...(roles === undefined ? {} : { roles }) };
}
