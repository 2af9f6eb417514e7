/** Which packages a package's sources may name. Nobody may name a service: a plane is reached over the wire. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'libs/contracts': [],
  'libs/archive': ['libs/contracts'],
  'libs/documents': ['libs/contracts'],
  'libs/skill-schema': ['libs/contracts'],
  'libs/compat': ['libs/contracts'],
  'libs/runs': ['libs/contracts'],
  'libs/runtime': ['libs/contracts'],
  'libs/bus': ['libs/contracts'],
  'libs/client': ['libs/contracts', 'libs/bus', 'libs/archive', 'libs/skill-schema'],
  'libs/audit': ['libs/contracts', 'libs/bus', 'libs/client'],
  'libs/broker': ['libs/contracts', 'libs/runtime'],
  'libs/testkit': ['libs/broker', 'libs/bus', 'libs/client', 'libs/contracts', 'libs/runs', 'libs/runtime'],
  'services/dome': [
    'libs/bus',
    'libs/client',
    'libs/contracts',
    'libs/documents',
    'libs/runs',
    'libs/runtime',
    'libs/skill-schema',
  ],
  'services/domed': [
    'libs/archive',
    'libs/bus',
    'libs/contracts',
    'libs/documents',
    'libs/runtime',
    'libs/skill-schema',
  ],
  'services/cli': [
    'libs/archive',
    'libs/audit',
    'libs/broker',
    'libs/bus',
    'libs/client',
    'libs/compat',
    'libs/contracts',
    'libs/documents',
    'libs/runs',
    'libs/runtime',
    'libs/skill-schema',
  ],
  'examples/demo': [
    'libs/archive',
    'libs/audit',
    'libs/bus',
    'libs/client',
    'libs/contracts',
    'libs/runtime',
    'services/cli',
  ],
};

/**
 * The demo is a program beside the command line, no plane and no library: it is built from what the command line exports,
 * and imports no file behind that. It invokes the runtime through the client, as everybody does.
 */
export const PLANE_ENTRIES: Readonly<Record<string, string>> = { 'examples/demo': 'services/cli/src/index.ts' };
