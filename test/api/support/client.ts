// Calls the API by operationId, as the document describes it; requests and answers are typed by it too.
import { randomUUID } from 'node:crypto';
import { type OpenApiDocument, operationsOf, readDocument } from '../../../api/document.ts';
import { type ApiRequest, type OperationId, type Reply } from '../../../api/handler.ts';
import { machineSignature } from '../../../api/identity/machines.ts';

export const document: OpenApiDocument = readDocument();
export const operations = operationsOf(document);
const byId = new Map(operations.map((operation) => [operation.operationId, operation]));

type Parts<Op extends OperationId> = Partial<Pick<ApiRequest<Op>, 'path' | 'query'>> & {
  readonly body?: ApiRequest<Op>['body'] | string;
  /** A bearer token. */
  readonly as?: string;
  /** Signs the request instead. */
  readonly machine?: { readonly id: string; readonly key: Buffer; readonly time?: string };
  readonly headers?: Readonly<Record<string, string>>;
};

export type BodyOf<Op extends OperationId> = Reply<Op> extends { readonly body: infer Body } ? Body : unknown;

export interface ApiAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** The code of the problem; undefined for a success. */
  readonly code: string | undefined;
  /** The problem's pointers. */
  readonly pointers: readonly string[];
}

interface ProblemBody {
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

export interface ApiClient {
  readonly baseUrl: string;
  call<Op extends OperationId>(operation: Op, parts?: Parts<Op>): Promise<ApiAnswer<BodyOf<Op>>>;
  /** The same, for steps that must succeed: throws with the problem otherwise. */
  done<Op extends OperationId>(operation: Op, parts?: Parts<Op>): Promise<BodyOf<Op>>;
}

const urlOf = (operation: (typeof operations)[number], parts: Parts<OperationId>): string => {
  const named = (parts.path ?? {}) as Record<string, string>;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? name));
  const query = new URLSearchParams(
    Object.entries(parts.query ?? {}).map(([name, value]) => [name, String(value)] as [string, string]),
  ).toString();
  return query === '' ? path : `${path}?${query}`;
};

const headersOf = (operation: (typeof operations)[number], parts: Parts<OperationId>): Record<string, string> => ({
  ...(parts.as === undefined ? {} : { authorization: `Bearer ${parts.as}` }),
  ...(operation.idempotent ? { 'idempotency-key': randomUUID() } : {}),
  ...(operation.body === undefined || parts.body === undefined ? {} : { 'content-type': operation.body.mediaType }),
  ...parts.headers,
});

const signed = (
  machine: Parts<OperationId>['machine'],
  method: string,
  url: string,
  body: string,
): Record<string, string> => {
  if (machine === undefined) return {};
  const { id, key, time = String(Math.floor(Date.now() / 1_000)) } = machine;
  const signature = machineSignature(key, { method, url, time, body: Buffer.from(body) });
  return { 'x-machine-id': id, 'x-machine-time': time, 'x-machine-signature': signature };
};

const bytesOf = (body: unknown): string | undefined => {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body);
};

const answerOf = async <Body>(response: Response): Promise<ApiAnswer<Body>> => {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson ? JSON.parse(text) : text;
  const problem = response.ok ? {} : (body as ProblemBody);
  return {
    status: response.status,
    headers: response.headers,
    body: body as Body,
    code: problem.code,
    pointers: (problem.errors ?? []).map(({ pointer }) => pointer),
  };
};

export const apiClient = (baseUrl: string): ApiClient => {
  const client: ApiClient = {
    baseUrl,
    call: async (operationId, parts = {}) => {
      const operation = byId.get(operationId);
      if (operation === undefined) throw new Error(`the document has no operation ${operationId}`);
      const given = parts as Parts<OperationId>;
      const payload = bytesOf(given.body);
      const [method, url] = [operation.method.toUpperCase(), urlOf(operation, given)];
      const response = await fetch(`${baseUrl}${url}`, {
        method,
        headers: { ...signed(given.machine, method, url, payload ?? ''), ...headersOf(operation, given) },
        ...(payload === undefined ? {} : { body: payload }),
      });
      return answerOf(response);
    },
    done: async (operationId, parts) => {
      const { status, body } = await client.call(operationId, parts);
      if (status >= 400) throw new Error(`${operationId} answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
  };
  return client;
};
