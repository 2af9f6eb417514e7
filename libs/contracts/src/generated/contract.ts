// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:f80d2e2f5e6c01b437ddff2a1cb874d417360df80f1e7fdbcb45e091f6116dbf';
