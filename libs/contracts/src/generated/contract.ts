// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:f602ddc36ccc4e8e0771bbf580c9c2357ea113fd90e2c26e2f04203e8c44baf8';
