// A person's or a handheld's view of the API: signs in, repeats with the same idempotency key until it is answered.
// A process that is down or starting again is part of life here, so only a clear answer ends a call.

export interface Account {
  readonly kind: 'staff' | 'field';
  readonly login: string;
  readonly password: string;
  readonly deviceId?: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
  readonly csv?: string;
  /** Sent with every POST: the same key is the same request, however often it is sent. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(call: Call, status: number, code: string, detail: string) {
    super(`${call.method} ${call.path}: ${status} ${code} ${detail}`);
    this.status = status;
    this.code = code;
  }
}

const patienceMs = 120_000;
const requestTimeoutMs = 30_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers that mean "ask again": the first request is still running, too many, or a dependency is down. */
const asksAgain = (status: number, code: string): boolean =>
  status === 429 || status >= 500 || (status === 409 && code === 'request-in-progress');

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The token that was sent with the question. */
  readonly token: string | undefined;
}

export class ApiClient {
  private readonly baseUrl: string;
  private readonly account: Account | undefined;
  private token: string | undefined;
  private signingIn: Promise<string> | undefined;

  constructor(baseUrl: string, account?: Account) {
    this.baseUrl = baseUrl;
    this.account = account;
  }

  /** The body of a 2xx answer. Throws ApiError for a refusal, and after two minutes without any answer. */
  async call<T>(call: Call): Promise<T> {
    const until = Date.now() + patienceMs;
    let last = 'no answer';
    for (let attempt = 0; Date.now() < until; attempt += 1) {
      const answer = await this.send(call).catch((error: unknown) => {
        last = error instanceof Error ? error.message : String(error);
        return undefined;
      });
      if (answer !== undefined) {
        if (answer.status < 300) return answer.body as T;
        const problem = problemOf(answer);
        last = `${answer.status} ${problem.code}`;
        // The token ran out, perhaps for several calls at once: the first one to hear of it signs in again.
        if (answer.status === 401 && this.account !== undefined) {
          if (this.token === answer.token) this.token = undefined;
        } else if (!asksAgain(answer.status, problem.code))
          throw new ApiError(call, answer.status, problem.code, problem.detail);
      }
      await pause(Math.min(50 * 2 ** attempt, 1_000));
    }
    throw new Error(`${call.method} ${call.path}: no answer in ${patienceMs / 1_000} s (${last})`);
  }

  private async send(call: Call): Promise<Answer> {
    if (this.account !== undefined && this.token === undefined) {
      this.signingIn ??= this.signIn(this.account).finally(() => (this.signingIn = undefined));
      this.token = await this.signingIn;
    }
    return this.fetch(call, this.token);
  }

  private async signIn(account: Account): Promise<string> {
    const { kind, login, password, deviceId } = account;
    const body = kind === 'field' ? { login, password, deviceId, takeover: true } : { login, password };
    const { status, body: tokens } = await this.fetch({ method: 'POST', path: `/v1/${kind}/sign-in`, body }, undefined);
    const { accessToken } = tokens as { accessToken?: string };
    if (status !== 200 || accessToken === undefined)
      throw new Error(`sign-in answered ${status} ${JSON.stringify(tokens)}`);
    return accessToken;
  }

  private async fetch(call: Call, token: string | undefined): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${call.path}`, {
      method: call.method,
      headers: {
        ...(call.csv === undefined ? { 'content-type': 'application/json' } : { 'content-type': 'text/csv' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
        ...call.headers,
      },
      body: call.csv ?? (call.body === undefined ? null : JSON.stringify(call.body)),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : parsed(text), token };
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 200) };
  }
};

const problemOf = ({ body }: Answer): { readonly code: string; readonly detail: string } => {
  const {
    code = '',
    detail,
    title,
    errors,
  } = body as { code?: string; detail?: string; title?: string; errors?: unknown };
  return { code, detail: `${detail ?? title ?? ''} ${errors === undefined ? '' : JSON.stringify(errors)}`.trim() };
};
