// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
import type { Validate } from './validators.js';

export const findAccessErrors: Validate;
export const findEnvironmentErrors: Validate;
export const findPlanErrors: Validate;
export const findPolicyErrors: Validate;
export const findSkillManifestErrors: Validate;
