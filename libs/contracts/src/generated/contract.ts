// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:e3e3e8e10fa0ee681d8d954a1f807c761a9bc0cdfddacb65aad84080ce998fca';
