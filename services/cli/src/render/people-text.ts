import type { RequiredRole } from '@dome/contracts';

/** `2 release-manager, security` */
export const peopleText = (roles: readonly RequiredRole[]): string =>
  roles.map(({ role, count }) => (count === 1 ? role : `${count} ${role}`)).join(', ');
