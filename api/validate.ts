// Checks requests, and in tests answers, against the schemas of the document; every fault has a pointer.
import { type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { parseInstant } from '../domain/time.ts';
import { type OpenApiDocument, type OperationDescription, type ParameterDescription } from './document.ts';
import { type FieldError, Problem } from './problems.ts';

// The package is CommonJS: its default export arrives as a namespace here.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const documentId = 'openapi.json';
const longestErrorList = 50;

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(zone);
  } catch {
    return false;
  }
};

const ajvOf = (document: OpenApiDocument, coerceTypes: boolean): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, useDefaults: true, coerceTypes, validateSchema: false });
  addFormats(ajv);
  ajv.addFormat('date-time', { type: 'string', validate: (text) => parseInstant(text) !== undefined });
  ajv.addFormat('time-zone', { type: 'string', validate: isZone });
  return ajv.addSchema(document, documentId);
};

const escape = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

const pointerOf = (base: string, error: ErrorObject): string => {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  const field = missingProperty ?? additionalProperty;
  return `${base}${error.instancePath}${field === undefined ? '' : `/${escape(field)}`}`;
};

const fieldErrors = (base: string, validate: ValidateFunction): FieldError[] =>
  (validate.errors ?? []).slice(0, longestErrorList).map((error) => ({
    pointer: pointerOf(base, error),
    code: error.keyword === 'additionalProperties' ? 'unknown-field' : error.keyword,
    message: error.message ?? 'is not as described',
  }));

/** PostgreSQL text has no NUL, so no string of ours has one. */
const nulPointers = (value: unknown, at: string, depth = 0): string[] => {
  if (typeof value === 'string') return value.includes('\0') ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (depth > 64) return [at];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key.includes('\0') ? [at] : []),
    ...nulPointers(inner, `${at}/${escape(key)}`, depth + 1),
  ]);
};

export interface CheckedParts {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
}

export interface RawParts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
}

export interface OperationValidator {
  /** Path, query and headers as the document types them. Throws `malformed-request`. */
  parameters(raw: RawParts): CheckedParts;
  /** The body with its defaults. Throws `malformed-request`. */
  body(value: unknown): unknown;
  /** What is wrong with an answer of ours; empty when nothing is. */
  answerErrors(status: number, body: unknown): FieldError[];
}

const rawValue = ({ name, in: place }: ParameterDescription, raw: RawParts): string | undefined => {
  if (place === 'path') return raw.path[name];
  if (place === 'header') return raw.header(name);
  return raw.query.get(name) ?? undefined;
};

const unknownQueryErrors = (operation: OperationDescription, query: URLSearchParams): FieldError[] => {
  const known = new Set(operation.parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name));
  return [...new Set(query.keys())].flatMap((name) => {
    if (!known.has(name))
      return [{ pointer: `/query/${escape(name)}`, code: 'unknown-field', message: 'is not known' }];
    const repeated = query.getAll(name).length > 1;
    return repeated
      ? [{ pointer: `/query/${escape(name)}`, code: 'repeated', message: 'is given more than once' }]
      : [];
  });
};

const malformed = (errors: readonly FieldError[]): Problem =>
  new Problem('malformed-request', { errors: errors.slice(0, longestErrorList) });

/** Compiles what an operation needs, when it is first needed. */
export const validators = (document: OpenApiDocument): ((operation: OperationDescription) => OperationValidator) => {
  const strict = ajvOf(document, false);
  const coercing = ajvOf(document, true);
  const compiled = new Map<string, ValidateFunction>();
  const validatorAt = (ajv: Ajv2020, pointer: string): ValidateFunction => {
    const key = `${ajv === strict}${pointer}`;
    const known = compiled.get(key) ?? ajv.compile({ $ref: `${documentId}${pointer}` });
    compiled.set(key, known);
    return known;
  };

  const parameterErrors = (
    parameter: ParameterDescription,
    raw: RawParts,
    into: Record<string, unknown>,
  ): FieldError[] => {
    const at = `/${parameter.in}/${parameter.name}`;
    const value = rawValue(parameter, raw);
    if (value === undefined && parameter.required) return [{ pointer: at, code: 'required', message: 'is missing' }];
    if (value?.includes('\0')) return [{ pointer: at, code: 'text-invalid', message: 'holds a NUL character' }];
    if (value === undefined) return [];
    const holder = { value: value as unknown };
    const schema = { type: 'object', properties: { value: { $ref: `${documentId}${parameter.pointer}` } } };
    const key = `parameter ${parameter.pointer}`;
    const validate = compiled.get(key) ?? coercing.compile(schema);
    compiled.set(key, validate);
    if (!validate(holder)) return fieldErrors(at, validate).map((error) => ({ ...error, pointer: at }));
    into[parameter.name] = holder.value;
    return [];
  };

  return (operation) => ({
    parameters: (raw) => {
      const parts: Record<'path' | 'query' | 'header', Record<string, unknown>> = { path: {}, query: {}, header: {} };
      const errors = operation.parameters.flatMap((each) => parameterErrors(each, raw, parts[each.in]));
      errors.push(...unknownQueryErrors(operation, raw.query));
      if (errors.length > 0) throw malformed(errors);
      return parts;
    },
    body: (value) => {
      if (operation.body === undefined) return undefined;
      // Files are judged by their handlers, cell by cell.
      if (operation.body.mediaType !== 'application/json') return value;
      const nul = nulPointers(value, '/body');
      if (nul.length > 0)
        throw malformed(nul.map((pointer) => ({ pointer, code: 'text-invalid', message: 'holds a NUL character' })));
      const validate = validatorAt(strict, operation.body.pointer);
      if (!validate(value)) throw malformed(fieldErrors('/body', validate));
      return value;
    },
    answerErrors: (status, body) => {
      const pointer = operation.responses.get(status);
      if (pointer === undefined)
        return [{ pointer: '/status', code: 'unknown', message: `${status} is not described` }];
      if (pointer === null) return [];
      const validate = validatorAt(strict, pointer);
      return validate(body) ? [] : fieldErrors('/answer', validate);
    },
  });
};
