// Makes generated/openapi.json and generated/types.ts of the YAML sources; with --check only says whether they are fresh.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { problemCodes } from '../api/problems.ts';

const here = new URL('./', import.meta.url);
const methods = ['get', 'post', 'put', 'patch', 'delete'];
const read = async (name) => parse(await readFile(new URL(name, here), 'utf8'), { merge: true });

const fragments = async (folder) => {
  const merged = {};
  for (const name of (await readdir(new URL(folder, here))).filter((file) => file.endsWith('.yaml')).sort()) {
    for (const [key, value] of Object.entries(await read(`${folder}${name}`))) {
      if (key in merged) throw new Error(`${folder}${name}: ${key} is defined twice`);
      merged[key] = value;
    }
  }
  return merged;
};

/** Objects with named fields take no others, unless they say so. */
const closeObjects = (schema) => {
  if (Array.isArray(schema)) return schema.forEach(closeObjects);
  if (typeof schema !== 'object' || schema === null) return undefined;
  if (schema.properties !== undefined && schema.additionalProperties === undefined) schema.additionalProperties = false;
  return Object.values(schema).forEach(closeObjects);
};

const schemaRef = (name) => ({ $ref: `#/components/schemas/${name}` });
const parameterRef = (name) => ({ $ref: `#/components/parameters/${name}` });

const page = (document, name) => {
  const pageName = `${name}Page`;
  document.components.schemas[pageName] ??= {
    type: 'object',
    required: ['items'],
    properties: {
      items: { type: 'array', items: schemaRef(name) },
      nextCursor: { type: 'string', description: 'Absent on the last page' },
    },
  };
  return schemaRef(pageName);
};

const contentOf = (document, short) => {
  if (short.includes('/')) {
    const binary = short.startsWith('image/');
    return { [short]: { schema: binary ? { type: 'string', format: 'binary' } : { type: 'string' } } };
  }
  const schema = short.startsWith('page:') ? page(document, short.slice('page:'.length)) : schemaRef(short);
  return { 'application/json': { schema } };
};

const descriptions = { 200: 'Done', 201: 'Created', 202: 'Accepted', 204: 'Done, nothing to say' };

const responseOf = (document, operation, status, short) => {
  if (typeof short !== 'string') return short;
  const headers = {
    ...(operation['x-versioned'] && status !== '204' ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(operation['x-idempotent']
      ? { 'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' } }
      : {}),
  };
  return {
    description: descriptions[status],
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(short === 'none' ? {} : { content: contentOf(document, short) }),
  };
};

/** What can go wrong, by what the operation takes. */
const problemStatuses = (operation, method, parameters) => [
  ...(parameters.length > 0 || operation.requestBody ? ['400'] : []),
  ...(operation.security.length > 0 ? ['401', '403'] : []),
  ...(operation.security.length === 0 && method === 'post' ? ['401'] : []),
  ...(parameters.some(({ in: place, $ref }) => place === 'path' || /Id$/.test($ref ?? '')) ? ['404'] : []),
  ...(method === 'get' ? [] : ['409']),
  ...(operation['x-versioned'] && method !== 'get' ? ['412'] : []),
  ...(operation.requestBody ? ['413', '415'] : []),
  ...(operation['x-idempotent'] ? ['422'] : []),
  '429',
  '500',
  '503',
];

const complete = (document, path, item, method) => {
  const operation = item[method];
  operation.security ??= [];
  const secured = operation.security.length > 0;
  if (secured && operation['x-permission'] === undefined) throw new Error(`${path} ${method}: x-permission is missing`);
  operation['x-idempotent'] = method === 'post' && secured && operation['x-idempotent'] !== false;
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...(operation['x-idempotent'] ? [parameterRef('IdempotencyKey')] : []),
    ...(operation['x-versioned'] && method !== 'get' ? [parameterRef('IfMatch')] : []),
    ...(secured && method !== 'get' ? [parameterRef('OnBehalfOf')] : []),
  ];
  if (typeof operation.requestBody === 'string') {
    operation.requestBody = { required: true, content: contentOf(document, operation.requestBody) };
  }
  operation.responses = Object.fromEntries(
    Object.entries(operation.responses).map(([status, short]) => [
      status,
      responseOf(document, operation, status, short),
    ]),
  );
  for (const status of problemStatuses(operation, method, [...(item.parameters ?? []), ...operation.parameters])) {
    operation.responses[status] ??= { $ref: '#/components/responses/Problem' };
  }
};

export const buildDocument = async () => {
  const document = await read('openapi.yaml');
  document.paths = await fragments('paths/');
  document.components.schemas = await fragments('schemas/');
  document.components.schemas.ProblemCode = { type: 'string', enum: [...problemCodes].sort() };
  const seen = new Set();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods.filter((name) => item[name] !== undefined)) {
      complete(document, path, item, method);
      const { operationId } = item[method];
      if (seen.has(operationId)) throw new Error(`operationId ${operationId} is used twice`);
      seen.add(operationId);
    }
  }
  closeObjects(document.components.schemas);
  return document;
};

const outputs = async () => {
  const document = await buildDocument();
  const header = '// Made by `npm run generate` from the YAML files of openapi/: do not edit.\n';
  const types = astToString(await openapiTS(JSON.stringify(document)));
  const options = { ...(await resolveConfig(new URL('generate.mjs', here))) };
  return {
    'generated/openapi.json': `${JSON.stringify(document, null, 1)}\n`,
    'generated/types.ts': await format(header + types, { ...options, parser: 'typescript' }),
  };
};

const main = async () => {
  const check = process.argv.includes('--check');
  for (const [name, text] of Object.entries(await outputs())) {
    const file = new URL(name, here);
    const present = await readFile(file, 'utf8').catch(() => '');
    if (present === text) continue;
    if (check) {
      process.stderr.write(`openapi/${name} is stale: run "npm run generate".\n`);
      process.exitCode = 1;
    } else {
      await writeFile(file, text);
      process.stdout.write(`wrote openapi/${name}\n`);
    }
  }
};

if (import.meta.main ?? process.argv[1] === new URL(import.meta.url).pathname) await main();
