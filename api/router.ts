// Binds every operation of the document to its handler, and refuses to start when one is missing or extra.
import Router from '@koa/router';
import { type Context } from 'koa';
import { readBody } from './body.ts';
import { type OpenApiDocument, operationsOf } from './document.ts';
import { type Handler, type Handlers, type OperationId } from './handler.ts';
import { type Answer, type Call, type RunDeps, runOperation } from './run.ts';
import { type Language } from './problems.ts';
import { validators } from './validate.ts';

/** Every group binds some operations; all groups together bind each operation once. */
export type HandlerGroup = Partial<Handlers<OperationId>>;

export interface RequestState {
  requestId: string;
  language: Language;
  /** The operation, for metrics and logs. */
  operationId?: string;
}

const bind = (groups: readonly HandlerGroup[], operationIds: readonly string[]): Map<string, Handler<OperationId>> => {
  const bound = new Map<string, Handler<OperationId>>();
  for (const [operationId, handler] of groups.flatMap((group) => Object.entries(group))) {
    if (bound.has(operationId)) throw new Error(`the operation ${operationId} has two handlers`);
    bound.set(operationId, handler as Handler<OperationId>);
  }
  const missing = operationIds.filter((operationId) => !bound.has(operationId));
  const extra = [...bound.keys()].filter((operationId) => !operationIds.includes(operationId));
  if (missing.length > 0) throw new Error(`operations without a handler: ${missing.join(', ')}`);
  if (extra.length > 0) throw new Error(`handlers of no operation: ${extra.join(', ')}`);
  return bound;
};

const callOf = async (
  ctx: Context,
  state: RequestState,
  pathParameters: Readonly<Record<string, string>>,
): Promise<Call> => {
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  return {
    method: ctx.method,
    url: ctx.req.url ?? '/',
    headers: ctx.headers,
    pathParameters,
    query: new URLSearchParams(ctx.querystring),
    body: ctx.method === 'GET' ? Buffer.alloc(0) : await readBody(ctx.req),
    requestId: state.requestId,
    language: state.language,
    address: ctx.ip,
    signal: gone.signal,
  };
};

const write = (ctx: Context, answer: Answer): void => {
  ctx.status = answer.status;
  if (answer.version !== undefined) ctx.set('ETag', `"${answer.version}"`);
  for (const [name, value] of Object.entries(answer.headers ?? {})) ctx.set(name, value);
  if (!ctx.response.get('Cache-Control')) ctx.set('Cache-Control', 'no-store');
  if (answer.status === 204) return;
  if (answer.type === undefined) {
    ctx.type = 'application/json; charset=utf-8';
    ctx.body = JSON.stringify(answer.body);
    return;
  }
  ctx.set('Content-Type', answer.type.startsWith('text/') ? `${answer.type}; charset=utf-8` : answer.type);
  ctx.body = answer.body;
};

export const operationRouter = (deps: RunDeps, document: OpenApiDocument, groups: readonly HandlerGroup[]): Router => {
  const operations = operationsOf(document);
  const handlers = bind(
    groups,
    operations.map(({ operationId }) => operationId),
  );
  const validatorOf = validators(document);
  const router = new Router({ strict: true });
  for (const operation of operations) {
    const handler = handlers.get(operation.operationId);
    if (handler === undefined) throw new Error(`no handler for ${operation.operationId}`);
    const validator = validatorOf(operation);
    router[operation.method](operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (ctx) => {
      const state = ctx.state as RequestState;
      state.operationId = operation.operationId;
      const call = await callOf(ctx, state, ctx.params as Record<string, string>);
      write(ctx, await runOperation(deps, operation, validator, handler, call));
    });
  }
  return router;
};
