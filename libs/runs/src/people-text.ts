import type { RequiredRole } from '@dome/contracts/portable';

/** `2 release-manager, security` */
export const peopleText = (roles: readonly RequiredRole[]): string =>
  roles.map(({ role, count }) => (count === 1 ? role : `${count} ${role}`)).join(', ');

/** In one word, as a fact of a line: `release-manager:2,security` */
export const peopleFact = (roles: readonly RequiredRole[]): string =>
  roles.map(({ role, count }) => (count === 1 ? role : `${role}:${count}`)).join(',');
