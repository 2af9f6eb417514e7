// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:d417a6c5a9fa2790be3ad32f0a5b3baea0bb7b9899ae989b9fc38056f8bc1881';
