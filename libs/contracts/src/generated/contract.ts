// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:1fe1f4bd4c85e8c064773788e119ba24dd64a5ccae00637e1301b71006272f2e';
