// What a handler of the sandbox answers, and the shape of its refusals.

export interface Reply {
  readonly status: number;
  /** JSON; absent for 204. */
  readonly body?: unknown;
  /** Instead of a body: bytes of a file, which the channel does not sign. */
  readonly file?: Buffer;
}

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** A segment that is no percent-encoding names nothing. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
};

/** What follows the version in the path. */
export const pathSegments = ({ path }: ApiRequest): string[] => path.split('/').slice(2).map(decoded);

/** One condition on a field: whether it holds, the field, and what is wrong when it does not. */
export type FieldCheck = readonly [boolean, string, string];

/** The refusal for the first condition that does not hold. */
export const firstFault = (checks: readonly FieldCheck[]): Reply | undefined => {
  const wrong = checks.find(([right]) => !right);
  return wrong && parameterError(wrong[1], wrong[2]);
};

export const done = (body: unknown): Reply => ({ status: 200, body });

export const refused = (status: number, code: string, message: string, detail?: unknown): Reply => ({
  status,
  body: detail === undefined ? { code, message } : { code, message, detail },
});

export const parameterError = (field: string, issue: string): Reply =>
  refused(400, 'PARAM_ERROR', `参数错误: ${field} ${issue}`, { field, issue, location: 'body' });
