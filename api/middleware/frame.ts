// Around every request: its id, its log line, its measure, its security headers, and the one place where errors become answers.
import { randomUUID } from 'node:crypto';
import { type Context, type Middleware } from 'koa';
import { type Log } from '../../platform/log.ts';
import { problemOf } from '../errors.ts';
import { type Observe } from '../metrics.ts';
import { type Language, Problem, problemBody, statusOf } from '../problems.ts';
import { type RequestState } from '../router.ts';

const stateOf = (ctx: Context): RequestState => ctx.state as RequestState;

const languageOf = (ctx: Context): Language =>
  (ctx.acceptsLanguages('en', 'zh-CN', 'zh') || 'en').toString().startsWith('zh') ? 'zh-CN' : 'en';

const givenId = (ctx: Context): string | undefined => {
  const id = ctx.get('X-Request-Id');
  return /^[A-Za-z0-9_-]{8,64}$/.test(id) ? id : undefined;
};

/** Request id, log and metrics. Logged is the operation, never path or query: they may hold a plate. */
export const observed =
  (log: Log, observe: Observe): Middleware =>
  async (ctx, next) => {
    const started = performance.now();
    const state = stateOf(ctx);
    state.requestId = givenId(ctx) ?? randomUUID();
    state.language = languageOf(ctx);
    ctx.set('X-Request-Id', state.requestId);
    await next();
    const seconds = (performance.now() - started) / 1_000;
    const operation = state.operationId ?? 'none';
    observe(operation, ctx.method, ctx.status, seconds);
    const line = {
      requestId: state.requestId,
      operation,
      method: ctx.method,
      status: ctx.status,
      ms: Math.round(seconds * 1_000),
    };
    if (ctx.status >= 500) log.error(line, 'request');
    else log.info(line, 'request');
  };

export const secured: Middleware = async (ctx, next) => {
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('X-Frame-Options', 'DENY');
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
  ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  if (ctx.secure) ctx.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  await next();
};

const answerProblem = (ctx: Context, problem: Problem): void => {
  const { requestId, language } = stateOf(ctx);
  ctx.status = statusOf(problem.code);
  if (problem.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds));
  if (problem.replayed) ctx.set('Idempotency-Replayed', 'true');
  if (ctx.status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="parking"');
  // What is left of a body nobody wants to read would be taken for the next request.
  if (problem.code === 'body-too-large') ctx.set('Connection', 'close');
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Content-Language', language);
  ctx.set('Content-Type', 'application/problem+json; charset=utf-8');
  ctx.body = JSON.stringify(problemBody(problem, language, requestId, ctx.path));
};

/** Whatever is thrown becomes a problem; so does a path or method that nobody answered. */
export const problems =
  (log: Log): Middleware =>
  async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new Problem('not-found');
      if ((ctx.status === 405 || ctx.status === 501) && !ctx.body) throw new Problem('method-not-allowed');
    } catch (error) {
      const problem = isBadPath(error)
        ? new Problem('malformed-request', { detail: 'the path is not readable' })
        : problemOf(error);
      if (statusOf(problem.code) >= 500) {
        log.error(
          { error: problem.cause ?? problem, requestId: stateOf(ctx).requestId, code: problem.code },
          'problem',
        );
      }
      answerProblem(ctx, problem);
    }
  };

const isBadPath = (error: unknown): boolean =>
  error instanceof URIError || (error as { status?: unknown } | null)?.status === 400;
