// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:1e387f037c695e2d9fb08b371f5b16ae74eaedf4bb8f120e46a2b59df1dbe81e';
