// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:3bed3987c5ca1e4e0b8f8e6ba04c4d85dce788048059a1e79bc211a4b3703ff0';
