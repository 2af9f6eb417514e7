export { DomeError, ERRORS, docsOf, isErrorCode, toDomeError } from "./errors.ts";
export type { Disposition, ErrorCode, ErrorFields, ProblemBody } from "./errors.ts";
export { CLOCKS, LIMITS, RETRY_DEFAULT } from "./limits.ts";
export {
  asDigest,
  asJobId,
  asName,
  asRunId,
  base32,
  isDigest,
  isId,
  isName,
  jobIdFor,
  runIdFor,
  taskIdempotencyKey,
} from "./ids.ts";
export type { Digest, JobId, Name, RunId } from "./ids.ts";
export {
  canonicalText,
  commandMessageId,
  createDigest,
  requestDigestOf,
  sha256Digest,
  structureDigest,
} from "./digest.ts";
export type { RequestIdentity } from "./digest.ts";
