// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:5e8759c13b21833682b6561d67d0089469bdce861b829c2cc4f0116b5782c715';
