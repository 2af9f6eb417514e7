// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:4104d9b1f74a72b07f4a415d6f523527479872aa5d805affc68188816ab14a70';
