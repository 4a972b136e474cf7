// What a thrown thing means to the caller; what nobody foresaw is a 500 that says nothing.
import { type ProblemCode, Problem } from './problems.ts';

interface DatabaseError {
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
}

const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && typeof (error as { code?: unknown }).code === 'string';

const retryLater: ReadonlySet<string> = new Set([
  '40001',
  '40P01',
  '53300',
  '55P03',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

const codeOf = ({ code, message }: DatabaseError): ProblemCode | undefined => {
  if (code === '23505' || code === '23P01') return 'already-exists';
  if (code === '23503') return /still referenced/.test(message) ? 'still-referenced' : 'unknown-reference';
  if (code === '42501') return /row-level security/.test(message) ? 'out-of-scope' : undefined;
  if (code === '22003' || code === '22007' || code === '22008' || code === '22021' || code === '22P02') {
    return 'malformed-request';
  }
  return retryLater.has(code) || code.startsWith('08') ? 'unavailable' : undefined;
};

const isLostConnection = (error: unknown): boolean =>
  error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/i.test(error.message);

export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (isLostConnection(error)) return new Problem('unavailable', { retryAfterSeconds: 2, cause: error });
  const code = isDatabaseError(error) ? codeOf(error) : undefined;
  if (code === undefined) return new Problem('internal', { cause: error });
  return new Problem(code, { cause: error, ...(code === 'unavailable' ? { retryAfterSeconds: 2 } : {}) });
};
