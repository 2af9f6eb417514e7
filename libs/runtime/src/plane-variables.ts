// Variables of Dome that a plane may find in its environment though they are not its own: a shell, an env file or a pod is
// often shared by several programs. Anything else that begins with DOME_ is a setting that somebody misspelt.

/** Of `dome`, of `domed`, and of the command line. */
const OF_PROGRAMS: readonly string[] = [
  'DOME_LAW',
  'DOME_OPEN_RUNS',
  'DOME_CONSOLE_WEBSOCKET',
  'DOME_SKILLS',
  'DOME_POOL',
  'DOME_SLOTS',
  'DOME_WORK_DIR',
  'DOME_PASS_ENV',
  'DOME_SECRETS',
  'DOME_SECRETS_SALT',
  'DOME_SECRETS_SALT_FILE',
  'DOME_GUARD',
  'DOME_LOCK_LEASE',
  'DOME_CONTEXT',
  'DOME_PASSWORDS',
];

/** The password of a broker user, or the file that has it: DOME_PASSWORD_DOMED_PROVISIONER. */
const OF_USER = /^DOME_PASSWORD_(?!FILE$)[A-Z0-9][A-Z0-9_]*$/;

/** Whether another program of Dome reads it. */
export function isOfAnotherProgram(variable: string): boolean {
  return OF_PROGRAMS.includes(variable) || OF_USER.test(variable);
}

/** What a plane takes out of its environment: whatever lives beside it must not keep them in its own. */
export const PLANE_SECRETS: readonly string[] = [
  'DOME_NATS_PASSWORD',
  'DOME_SECRETS_SALT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
];
