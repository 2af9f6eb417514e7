// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:e8b1f08dd9d6db39063d01dde6605f0fc4eb0d8c2dad60f38779db1bd8248d92';
