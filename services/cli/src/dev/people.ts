// The users of a development stack: the user of this machine, and two more to play a second and a third pair of eyes.
// Roles come from the project's law, if there is one; the user of this machine may do everything.

import { ACCOUNTS, isId, SYSTEM_USER } from '@dome/contracts';
import type { Access } from '@dome/contracts';
import { DOCUMENT_BOUNDS, documentsError, faultBody, readWritten } from '@dome/documents';
import { stringify } from 'yaml';

import { valueIn } from '../files.ts';
import type { LawFile } from '../law/folder.ts';
import { withFiles } from '../faults/written-files.ts';

const PLAYERS: readonly string[] = ['ada', 'grace'];
const ROLES_DEFAULT: readonly string[] = ['developer', 'release-manager', 'law-keeper'];
const FALLBACK = 'dev';
const ACCESS_FILE = 'access.yaml';

/** The user for commands typed on this machine: the name of the operating system's user, if it is a valid name. */
export function devPerson(osUser: string | undefined): string {
  const taken = new Set([SYSTEM_USER, ...Object.values(ACCOUNTS).flatMap(({ users }) => Object.keys(users))]);
  return osUser !== undefined && isId(osUser) && !taken.has(osUser) ? osUser : FALLBACK;
}

/** The first law of a stack, and its people: each of them is a user of the broker. */
export interface DevLaw {
  readonly files: readonly LawFile[];
  readonly people: readonly string[];
}

/** The law with an access document that has a place for the person. @throws DomeError INVALID_REQUEST, LAW_INVALID */
export function devLaw(person: string, files: readonly LawFile[]): DevLaw {
  const read = files.map((file) => ({ file, value: valueIn(file.text, file.name) }));
  const found = read.find(({ value }) => isAccess(value));
  const access = accessFor(person, found === undefined ? undefined : checkedAccess(found.file));
  const text = stringify(access);
  const others = files.filter((file) => file !== found?.file);
  return { files: [...others, { name: found?.file.name ?? ACCESS_FILE, text }], people: Object.keys(access.users) };
}

const isAccess = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Access';

function checkedAccess(file: LawFile): Access {
  const { name, text } = file;
  const read = readWritten(text, 'Access', DOCUMENT_BOUNDS);
  if (read.ok) return read.value;
  const faults = read.faults.map((fault) => faultBody(name, fault));
  throw withFiles(documentsError('LAW_INVALID', faults, read.left), [{ called: name, path: name, text }]);
}

/** Everybody in the document, and the users of this stack: the person at this machine gets every known role. */
function accessFor(person: string, file: Access | undefined): Access {
  const found: Access = file ?? {
    apiVersion: 'dome/v1',
    kind: 'Access',
    version: '1.0.0',
    users: Object.fromEntries(PLAYERS.map((name) => [name, { roles: [...ROLES_DEFAULT] }])),
    permissions: { law: ['law-keeper'] },
  };
  if (Object.hasOwn(found.users, person)) return found;
  const roles = [...new Set(Object.values(found.users).flatMap((user) => user.roles))];
  // What is not the document of the project does not carry its version either.
  const version = file === undefined ? found.version : `${found.version}+dev`;
  return { ...found, version, users: { [person]: { roles }, ...found.users } };
}
