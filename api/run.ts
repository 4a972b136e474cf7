// Runs one operation: who asks, may he, is the request well formed, was it asked before; then the handler.
import { type Database, type Scope } from '../db/database.ts';
import { type Tx } from '../db/rows.ts';
import { epochMs } from '../domain/time.ts';
import { type Clock } from '../platform/clock.ts';
import { type Log } from '../platform/log.ts';
import { writeAudit } from './audit.ts';
import { type OperationDescription } from './document.ts';
import { problemOf } from './errors.ts';
import {
  type Actor,
  type ApiRequest,
  type AuditEntry,
  type FreeRequest,
  type Handler,
  type OperationId,
} from './handler.ts';
import { derivedId, fingerprintOf, type Idempotency, type KeyedRequest, type StoredAnswer } from './idempotency.ts';
import { abilityOf } from './identity/abilities.ts';
import { type Authenticator, nobody } from './identity/authenticate.ts';
import { type Language, Problem, statusOf } from './problems.ts';
import { type OperationValidator } from './validate.ts';
import { parseBody } from './body.ts';

export interface RunDeps {
  readonly database: Database;
  readonly authenticate: Authenticator;
  readonly idempotency: Idempotency;
  readonly clock: Clock;
  readonly log: Log;
  /** Checks answers too: tests. */
  readonly checkAnswers: boolean;
}

/** A request as the HTTP layer hands it over. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
  readonly language: Language;
  readonly address: string;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

// A handler is typed by its operation; here, where any of them may run, only by what they all share.
type AnyRequest = ApiRequest<OperationId>;
type AnyFreeRequest = FreeRequest<OperationId>;
type AnyHandler = Handler<OperationId>;

interface Run {
  readonly deps: RunDeps;
  readonly operation: OperationDescription;
  readonly base: Omit<AnyRequest, 'tx' | 'audit' | 'afterCommit'>;
  readonly call: Call;
  readonly keyed: KeyedRequest | undefined;
}

const headerOf = (call: Call) => (name: string) => {
  const value = call.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
};

/** An owner belongs to no company: the path names the one that is dealt with. */
const companyOf = (actor: Actor, derived: string, path: object): string => {
  if (actor.kind === 'platform') return derived;
  if (actor.kind === 'owner') return (path as { readonly companyId?: string }).companyId ?? '';
  return actor.companyId ?? '';
};

const scopeOf = (actor: Actor, derived: string, path: object): Scope => ({
  companyId: companyOf(actor, derived, path),
  ...(actor.lotIds === undefined ? {} : { lotIds: actor.lotIds }),
});

const ifMatchOf = (header: unknown): number | undefined =>
  typeof header === 'string' ? Number(header.replaceAll('"', '')) : undefined;

const prepare = async (
  deps: RunDeps,
  operation: OperationDescription,
  validator: OperationValidator,
  call: Call,
): Promise<Run> => {
  const header = headerOf(call);
  const secured = operation.audiences.length > 0;
  const credentials = { header, method: call.method, url: call.url, body: call.body };
  const actor = secured ? await deps.authenticate(credentials, operation.audiences) : nobody;
  const ability = abilityOf(actor.rules);
  const { permission } = operation;
  if (permission !== undefined && ability.cannot(permission.action, permission.subject)) throw new Problem('forbidden');
  const parts = validator.parameters({ path: call.pathParameters, query: call.query, header });
  const body =
    operation.body === undefined
      ? undefined
      : validator.body(parseBody(call.body, operation.body.mediaType, call.headers));
  const key = operation.idempotent ? String(parts.header['Idempotency-Key']) : call.requestId;
  const derived = derivedId({ principalId: actor.id, operation: operation.operationId, key });
  const scope = scopeOf(actor, derived, parts.path);
  const { operationId } = operation;
  const fingerprint = fingerprintOf(call.method, call.url, call.body);
  const { companyId } = scope;
  return {
    deps,
    operation,
    call,
    keyed: operation.idempotent
      ? { companyId, principalId: actor.id, operation: operationId, key, fingerprint }
      : undefined,
    base: {
      ...(parts as Pick<AnyRequest, 'path' | 'query' | 'header'>),
      body: body as AnyRequest['body'],
      operationId: operationId as OperationId,
      actor,
      scope,
      requestId: call.requestId,
      language: call.language,
      address: call.address,
      noCache: /no-cache/i.test(header('Cache-Control') ?? ''),
      at: epochMs(deps.clock.now()),
      can: (action, subject) => ability.can(action, subject),
      ifMatch: ifMatchOf(parts.header['If-Match']),
      derivedId: derived,
    },
  };
};

/** One transaction of the request, with its audit rows and what follows the commit. */
const inTransaction = async <T>(
  run: Run,
  work: (request: AnyRequest, audited: () => boolean) => Promise<T>,
): Promise<T> => {
  const { deps, base } = run;
  if (base.scope.companyId === '') throw new Error(`${base.operationId} has no company to work in`);
  const later: (() => Promise<void>)[] = [];
  const result = await deps.database.inScope(base.scope, async (tx: Tx) => {
    let audits = 0;
    const audit = async (entry: AuditEntry): Promise<void> => {
      audits += 1;
      await writeAudit(tx, auditContext(run), entry);
    };
    return work({ ...base, tx, audit, afterCommit: (step) => void later.push(step) }, () => audits > 0);
  });
  for (const step of later) {
    await step().catch((error: unknown) => deps.log.error({ error, requestId: base.requestId }, 'after the commit'));
  }
  return result;
};

const auditContext = ({ base, call }: Run) => ({
  companyId: base.scope.companyId,
  actor: base.actor,
  action: base.operationId,
  at: base.at,
  requestId: base.requestId,
  address: base.address,
  onBehalfOf: headerOf(call)('X-On-Behalf-Of'),
});

const mustAudit = ({ operation }: Run, audited: boolean): void => {
  if (operation.method !== 'get' && !audited) {
    throw new Error(`${operation.operationId} changes something without an audit row`);
  }
};

const stored = ({ status, body, version, headers = {} }: Answer): StoredAnswer => ({
  status,
  ...(body === undefined ? {} : { body }),
  headers: { ...headers, ...(version === undefined ? {} : { ETag: `"${version}"` }) },
});

interface StoredProblem {
  readonly problem: { readonly code: Problem['code']; readonly detail?: string; readonly reference?: string };
}

const replay = (answer: StoredAnswer): Answer => {
  const { problem } = (answer.body ?? {}) as Partial<StoredProblem>;
  if (problem !== undefined) throw new Problem(problem.code, { ...problem, replayed: true });
  return { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } };
};

const runInTransaction = (run: Run, handle: (request: AnyRequest) => Promise<Answer>): Promise<Answer> =>
  inTransaction(run, async (request, audited) => {
    const { keyed, deps } = run;
    const known = keyed && (await deps.idempotency.begin(request.tx, keyed));
    if (known !== undefined) return replay(known);
    const answer = await handle(request);
    mustAudit(run, audited());
    if (keyed !== undefined) await deps.idempotency.finish(request.tx, keyed, stored(answer));
    return answer;
  });

const freeRequest = (run: Run): AnyFreeRequest => ({
  ...run.base,
  signal: run.call.signal,
  transaction: (work) => inTransaction(run, (request) => work(request.tx, request.audit)),
});

/** Refusals are answers and are kept; what may go better next time is not. */
const isFinal = (problem: Problem): boolean => statusOf(problem.code) < 500 && problem.code !== 'request-in-progress';

const runTwoSteps = async (
  run: Run,
  {
    record,
    act,
  }: {
    record: (request: AnyRequest) => Promise<unknown>;
    act: (request: AnyFreeRequest, recorded: unknown) => Promise<Answer>;
  },
): Promise<Answer> => {
  const { keyed, deps } = run;
  const begun = await inTransaction(run, async (request, audited) => {
    const known = keyed && (await deps.idempotency.begin(request.tx, keyed));
    if (known !== undefined) return { known };
    const recorded = await record(request);
    mustAudit(run, audited());
    return { recorded };
  });
  if ('known' in begun) return replay(begun.known as StoredAnswer);
  const settle = async (answer: StoredAnswer | undefined): Promise<void> => {
    if (keyed === undefined) return;
    await inTransaction(run, ({ tx }) =>
      answer === undefined ? deps.idempotency.release(tx, keyed) : deps.idempotency.finish(tx, keyed, answer),
    );
  };
  try {
    const answer = await act(freeRequest(run), begun.recorded);
    await settle(stored(answer));
    return answer;
  } catch (error) {
    const problem = problemOf(error);
    const { code, detail, reference } = problem;
    const body = { problem: { code, ...(detail && { detail }), ...(reference && { reference }) } };
    await settle(isFinal(problem) ? { status: statusOf(code), body, headers: {} } : undefined).catch(() => undefined);
    throw error;
  }
};

const runHandler = (run: Run, handler: AnyHandler): Promise<Answer> => {
  if (typeof handler === 'function') return runInTransaction(run, handler as (request: AnyRequest) => Promise<Answer>);
  if (handler.mode === 'free')
    return (handler.handle as (request: AnyFreeRequest) => Promise<Answer>)(freeRequest(run));
  return runTwoSteps(run, handler as Parameters<typeof runTwoSteps>[1]);
};

/** The answer of an operation. Throws Problems, and anything else when there is a fault of ours. */
export const runOperation = async (
  deps: RunDeps,
  operation: OperationDescription,
  validator: OperationValidator,
  handler: AnyHandler,
  call: Call,
): Promise<Answer> => {
  const run = await prepare(deps, operation, validator, call);
  const answer = await runHandler(run, handler);
  if (deps.checkAnswers) {
    const errors = validator.answerErrors(answer.status, answer.body);
    if (errors.length > 0)
      throw new Error(`${operation.operationId} answers what it does not describe: ${JSON.stringify(errors)}`);
  }
  return answer;
};
