// The OpenAPI document as the router needs it: operations with their parameters, schemas and permissions.
import { readFileSync } from 'node:fs';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export const methods: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete'];

export interface Permission {
  readonly action: string;
  readonly subject: string;
}

export type Audience = 'staff' | 'field' | 'owner' | 'machine';

export interface ParameterDescription {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly required: boolean;
  /** Where its schema stands in the document. */
  readonly pointer: string;
}

export interface OperationDescription {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly audiences: readonly Audience[];
  readonly permission: Permission | undefined;
  readonly idempotent: boolean;
  readonly parameters: readonly ParameterDescription[];
  readonly body: { readonly mediaType: string; readonly pointer: string } | undefined;
  /** Pointer of the JSON schema by status; null where the answer has no JSON body. */
  readonly responses: ReadonlyMap<number, string | null>;
}

interface RawParameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly required?: boolean;
}
type RawContent = Readonly<Record<string, unknown>>;
interface RawOperation {
  readonly operationId: string;
  readonly security: readonly Readonly<Partial<Record<Audience, unknown>>>[];
  readonly parameters?: readonly RawParameter[];
  readonly requestBody?: { readonly content: RawContent };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: RawContent }>>;
  readonly 'x-permission'?: Permission;
  readonly 'x-idempotent'?: boolean;
}
type RawItem = Readonly<Partial<Record<Method, RawOperation>>> & { readonly parameters?: readonly RawParameter[] };
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, RawItem>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, RawParameter>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

const escape = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = (...segments: readonly (string | number)[]): string =>
  `#/${segments.map((segment) => escape(String(segment))).join('/')}`;

export const readDocument = (): OpenApiDocument =>
  JSON.parse(readFileSync(new URL('../openapi/generated/openapi.json', import.meta.url), 'utf8')) as OpenApiDocument;

const parameterOf = (document: OpenApiDocument, raw: RawParameter, at: string): ParameterDescription => {
  const name = raw.$ref?.split('/').at(-1);
  const target = name === undefined ? raw : document.components.parameters[name];
  if (target === undefined) throw new Error(`the document has no parameter ${raw.$ref}`);
  const base = name === undefined ? at : pointer('components', 'parameters', name);
  return { name: target.name, in: target.in, required: target.required === true, pointer: `${base}/schema` };
};

const parametersOf = (document: OpenApiDocument, path: string, method: Method): ParameterDescription[] => {
  const item = document.paths[path];
  const list = (raws: readonly RawParameter[] | undefined, ...at: string[]) =>
    (raws ?? []).map((raw, index) => parameterOf(document, raw, pointer('paths', path, ...at, 'parameters', index)));
  return [...list(item?.parameters), ...list(item?.[method]?.parameters, method)];
};

const responsesOf = (path: string, method: Method, raw: RawOperation): Map<number, string | null> =>
  new Map(
    Object.entries(raw.responses).map(([status, response]) => {
      const json = response.content?.['application/json'] !== undefined;
      const at = pointer('paths', path, method, 'responses', status, 'content', 'application/json', 'schema');
      return [Number(status), json ? at : null];
    }),
  );

const operationOf = (
  document: OpenApiDocument,
  path: string,
  method: Method,
  raw: RawOperation,
): OperationDescription => {
  const mediaType = Object.keys(raw.requestBody?.content ?? {})[0];
  const at = ['paths', path, method, 'requestBody', 'content', mediaType ?? '', 'schema'];
  return {
    operationId: raw.operationId,
    method,
    path,
    audiences: raw.security.flatMap((scheme) => Object.keys(scheme) as Audience[]),
    permission: raw['x-permission'],
    idempotent: raw['x-idempotent'] === true,
    parameters: parametersOf(document, path, method),
    body: mediaType === undefined ? undefined : { mediaType, pointer: pointer(...at) },
    responses: responsesOf(path, method, raw),
  };
};

/** Every operation; paths without parameters first, so that `/export` is not taken for an id. */
export const operationsOf = (document: OpenApiDocument): OperationDescription[] =>
  Object.entries(document.paths)
    .sort(([a], [b]) => (a.match(/\{/g)?.length ?? 0) - (b.match(/\{/g)?.length ?? 0))
    .flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const raw = item[method];
        return raw === undefined ? [] : [operationOf(document, path, method, raw)];
      }),
    );
