// What a handler is: typed by the operations of the document, it sees a checked request and returns successes only.
import { type Readable } from 'node:stream';
import { type Scope } from '../db/database.ts';
import { type Tx } from '../db/rows.ts';
import { type EpochMs } from '../domain/time.ts';
import { type components, type operations } from '../openapi/generated/types.ts';
import { type Language } from './problems.ts';

export type OperationId = keyof operations;
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

type Present<T> = [NonNullable<T>] extends [never] ? Readonly<Record<string, never>> : NonNullable<T>;
type Parameters<Op extends OperationId> = operations[Op]['parameters'];
type Part<Op extends OperationId, In extends 'query' | 'header' | 'path'> = Present<Parameters<Op>[In]>;

type BodyOf<Op extends OperationId> = operations[Op] extends { requestBody: { content: infer Content } }
  ? Content extends { 'application/json': infer Body }
    ? Body
    : Buffer
  : undefined;

type Success = 200 | 201 | 202 | 204;
type ReplyOf<Status, Response> = Response extends { content: { 'application/json': infer Body } }
  ? { readonly status: Status; readonly body: Body }
  : Response extends { content: infer Content }
    ? { readonly status: Status; readonly type: keyof Content & string; readonly body: string | Buffer | Readable }
    : { readonly status: Status };

export interface ReplyExtras {
  /** The version of what is returned; becomes the ETag. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Reply<Op extends OperationId> = {
  [Status in keyof operations[Op]['responses'] & Success]: ReplyOf<Status, operations[Op]['responses'][Status]>;
}[keyof operations[Op]['responses'] & Success] &
  ReplyExtras;

export type ActorKind = 'staff' | 'field' | 'owner' | 'machine' | 'device' | 'platform' | 'nobody';

export interface Rule {
  readonly action: string;
  readonly subject: string;
  readonly inverted?: boolean;
}

/** Who asks. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
  readonly name: string;
  readonly companyId: string | undefined;
  readonly roles: readonly string[];
  readonly rules: readonly Rule[];
  /** The sign-in that the token belongs to. */
  readonly familyId?: string;
  readonly deviceId?: string;
  /** Only these lots; undefined for the whole company. */
  readonly lotIds?: readonly string[];
}

export interface AuditEntry {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly lotId?: string;
  readonly reason?: string;
  readonly before?: object;
  readonly after?: object;
  readonly workflowId?: string;
}

interface RequestBase<Op extends OperationId> {
  readonly operationId: Op;
  readonly path: Part<Op, 'path'>;
  readonly query: Part<Op, 'query'>;
  readonly header: Part<Op, 'header'>;
  readonly body: BodyOf<Op>;
  readonly actor: Actor;
  readonly scope: Scope;
  readonly requestId: string;
  readonly language: Language;
  readonly address: string;
  readonly noCache: boolean;
  /** Business time. */
  readonly at: EpochMs;
  /** Whether the actor's roles allow more than the operation itself asks for. */
  can(action: string, subject: string): boolean;
  /** The version named in If-Match. */
  readonly ifMatch: number | undefined;
  /** A UUID that a repeat of the request under the same Idempotency-Key finds again. */
  readonly derivedId: string;
}

/** A request inside its transaction: everything it does commits with the answer, or nothing does. */
export interface ApiRequest<Op extends OperationId> extends RequestBase<Op> {
  readonly tx: Tx;
  audit(entry: AuditEntry): Promise<void>;
  /** Runs when the transaction has committed; a failure is logged and does not change the answer. */
  afterCommit(work: () => Promise<void>): void;
}

/** A request without a transaction of its own. */
export interface FreeRequest<Op extends OperationId> extends RequestBase<Op> {
  transaction<T>(work: (tx: Tx, audit: (entry: AuditEntry) => Promise<void>) => Promise<T>): Promise<T>;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

export interface FreeHandler<Op extends OperationId> {
  readonly mode: 'free';
  readonly handle: (request: FreeRequest<Op>) => Promise<Reply<Op>>;
}

/**
 * Records in a transaction what shall happen, then makes it happen outside of it. A repeat that takes over after a crash
 * runs both again: `record` must find its own row (by `derivedId`), `act` must send the same message.
 */
export interface TwoStepHandler<Op extends OperationId> {
  readonly mode: 'two-step';
  readonly record: (request: ApiRequest<Op>) => Promise<unknown>;
  readonly act: (request: FreeRequest<Op>, recorded: unknown) => Promise<Reply<Op>>;
}

export type TransactionHandler<Op extends OperationId> = (request: ApiRequest<Op>) => Promise<Reply<Op>>;
export type Handler<Op extends OperationId> = TransactionHandler<Op> | FreeHandler<Op> | TwoStepHandler<Op>;
export type Handlers<Op extends OperationId> = { readonly [K in Op]: Handler<K> };

export const free = <Op extends OperationId>(handle: FreeHandler<Op>['handle']): FreeHandler<Op> => ({
  mode: 'free',
  handle,
});

export const twoSteps = <Op extends OperationId, Recorded>(
  record: (request: ApiRequest<Op>) => Promise<Recorded>,
  act: (request: FreeRequest<Op>, recorded: Recorded) => Promise<Reply<Op>>,
): TwoStepHandler<Op> => ({
  mode: 'two-step',
  record,
  act: (request, recorded) => act(request, recorded as Recorded),
});
