// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
export const CONTRACT_VERSION = '1.0.0';

/** Of asyncapi.yaml and every schema; it stands in each provenance record. */
export const CONTRACT_DIGEST = 'sha256:3f961b0955bfeb3078d0efdf88e58486ee53eef6e6f8e4eeb3d877ff47fa530b';
