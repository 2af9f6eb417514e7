// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:17c1a7426cbbe093ffba7d94199a818d0ea695db1679d57bb054487e9868ef57';
