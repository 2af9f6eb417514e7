export { compileSchema } from './compile.ts';
/** @public The tests of other packages count by it that a schema is compiled once. */
export { schemasCompiled } from './compile.ts';
export type { SchemaCheck } from './compile.ts';
export { invalidValue } from './invalid-value.ts';
export { Pattern } from './pattern.ts';
export { readPatternText } from './pattern-text.ts';
export { memberFaults } from './member-faults.ts';
export { memberAccepts, memberCheck, unfitMember } from './member.ts';
export type { MemberCheck } from './member.ts';
export { assertSkillInput } from './skill-input.ts';
