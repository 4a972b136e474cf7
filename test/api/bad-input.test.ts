// Bad input gets a clear problem with a pointer, in the caller's language, and changes nothing.
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../platform/ids.ts';
import { openStage, type Stage } from './support/stage.ts';
import { addArea } from './support/town.ts';

let stage: Stage;
let as: string;
beforeAll(async () => {
  stage = await openStage();
  as = await stage.town.as('administrator');
});
afterAll(() => stage.close());

const post = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const all = {
    authorization: `Bearer ${as}`,
    'idempotency-key': newId(),
    'content-type': 'application/json',
    ...headers,
  };
  const response = await fetch(`${stage.baseUrl}${path}`, { method: 'POST', headers: all, body });
  const problem = (await response.json()) as {
    code: string;
    title: string;
    errors?: { pointer: string; code: string }[];
  };
  return { status: response.status, headers: response.headers, ...problem };
};

describe('a body', () => {
  const cases: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, number, string, readonly string[]])[] = [
    ['that is no JSON', '{"name": ', 400, 'malformed-json', []],
    ['that is empty', '', 400, 'malformed-json', []],
    ['that is not UTF-8', Uint8Array.from([0x22, 0xff, 0xfe, 0x22]), 400, 'malformed-json', []],
    ['that is a list', '[]', 400, 'malformed-request', ['/body']],
    ['that is null', 'null', 400, 'malformed-request', ['/body']],
    ['without what is required', '{}', 400, 'malformed-request', ['/body/name']],
    ['with an unknown field', '{"name":"A","naem":"B"}', 400, 'malformed-request', ['/body/naem']],
    ['with __proto__', '{"name":"A","__proto__":{"admin":true}}', 400, 'malformed-request', ['/body/__proto__']],
    ['with a number for a text', '{"name":7}', 400, 'malformed-request', ['/body/name']],
    ['with an empty name', '{"name":""}', 400, 'malformed-request', ['/body/name']],
    ['with a blank name', '{"name":"   "}', 400, 'malformed-request', ['/body/name']],
    ['with a NUL in it', '{"name":"A\\u0000B"}', 400, 'malformed-request', ['/body/name']],
    [
      'with a name that is too long',
      JSON.stringify({ name: 'x'.repeat(101) }),
      400,
      'malformed-request',
      ['/body/name'],
    ],
    [
      'with several faults',
      '{"parentAreaId":"x","code":"a b","name":1}',
      400,
      'malformed-request',
      ['/body/name', '/body/code', '/body/parentAreaId'],
    ],
  ];
  test.each(cases)('%s is refused', async (_what, body, status, code, pointers) => {
    const answer = await post('/v1/areas', body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect([...new Set((answer.errors ?? []).map(({ pointer }) => pointer))].sort()).toEqual([...pointers].sort());
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  test('over the limit is refused before it is read', async () => {
    const answer = await post('/v1/areas', JSON.stringify({ name: 'x'.repeat(3 * 1024 * 1024) }));
    expect([answer.status, answer.code]).toEqual([413, 'body-too-large']);
  });

  test('over the limit without a length is refused as soon as that is known', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { authorization: `Bearer ${as}`, 'idempotency-key': newId(), 'content-type': 'application/json' };
      const request = httpRequest(`${stage.baseUrl}/v1/areas`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', (error) => ('code' in error && error.code === 'EPIPE' ? undefined : reject(error)));
      for (let sent = 0; sent < 3; sent += 1) request.write('x'.repeat(1024 * 1024));
      request.end();
    });
    expect(status).toBe(413);
  });

  test('of another type, or compressed, is refused', async () => {
    expect(await post('/v1/areas', '<a/>', { 'content-type': 'text/xml' })).toMatchObject({ status: 415 });
    expect(await post('/v1/areas', '{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });
});

describe('a query', () => {
  test('with an unknown, repeated or impossible parameter is refused', async () => {
    const headers = { authorization: `Bearer ${as}` };
    const get = async (query: string) => {
      const response = await fetch(`${stage.baseUrl}/v1/lots?${query}`, { headers });
      const { errors } = (await response.json()) as { errors?: { pointer: string }[] };
      return [response.status, ...(errors ?? []).map(({ pointer }) => pointer)];
    };
    expect(await get('colour=red')).toEqual([400, '/query/colour']);
    expect(await get('limit=1&limit=2')).toEqual([400, '/query/limit']);
    expect(await get('limit=0')).toEqual([400, '/query/limit']);
    expect(await get('limit=201')).toEqual([400, '/query/limit']);
    expect(await get('limit=ten')).toEqual([400, '/query/limit']);
    expect(await get('areaId=1')).toEqual([400, '/query/areaId']);
    expect(await get('areaId=%00')).toEqual([400, '/query/areaId']);
  });

  test('with a cursor that was made up, changed, or of another list or filter is refused', async () => {
    for (let index = 0; index < 3; index += 1) await addArea(stage, stage.town);
    const { nextCursor = '' } = await stage.done('listAreas', { as, query: { limit: 1 } });
    expect((await stage.call('listAreas', { as, query: { limit: 2, cursor: nextCursor } })).status).toBe(200);
    const wrong = { status: 400, code: 'cursor-invalid', pointers: ['/query/cursor'] };
    expect(await stage.call('listAreas', { as, query: { cursor: 'made-up' } })).toMatchObject(wrong);
    const [text = '', tag = ''] = nextCursor.split('.');
    const changed = `${Buffer.from('["0"]').toString('base64url')}.${tag}`;
    expect(await stage.call('listAreas', { as, query: { cursor: changed } })).toMatchObject(wrong);
    expect(await stage.call('listAreas', { as, query: { cursor: `${text}.` } })).toMatchObject(wrong);
    expect(await stage.call('listRoads', { as, query: { cursor: nextCursor } })).toMatchObject(wrong);
    const filtered = { parentAreaId: newId(), cursor: nextCursor };
    expect(await stage.call('listAreas', { as, query: filtered })).toMatchObject(wrong);
    const other = await stage.otherTown.as('administrator');
    expect(await stage.call('listAreas', { as: other, query: { cursor: nextCursor } })).toMatchObject(wrong);
  });
});

describe('a path', () => {
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${stage.baseUrl}${path}`, { method, headers: { authorization: `Bearer ${as}` } });
    return {
      status: response.status,
      code: ((await response.json()) as { code: string }).code,
      allow: response.headers.get('allow'),
    };
  };

  test('that is unknown, unreadable or not an id gets a problem', async () => {
    expect(await get('/v1/nothing')).toMatchObject({ status: 404, code: 'not-found' });
    expect(await get('/v1/lots/')).toMatchObject({ status: 404, code: 'not-found' });
    expect(await get('/v1/lots/7')).toMatchObject({ status: 400, code: 'malformed-request' });
    expect(await get('/v1/lots/%E0%A4%A')).toMatchObject({ status: 400, code: 'malformed-request' });
  });

  test('does not take another method, and says which it takes', async () => {
    const answer = await get('/v1/lots', 'DELETE');
    expect(answer).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.allow).toContain('GET');
  });
});

test('a change without If-Match, or with one that is no version, is refused', async () => {
  const { id } = await addArea(stage, stage.town);
  const change = { as, path: { areaId: id }, body: { name: 'New' } };
  expect(await stage.call('updateArea', change)).toMatchObject({ status: 400, pointers: ['/header/If-Match'] });
  const weak = await stage.call('updateArea', { ...change, headers: { 'if-match': 'W/"1"' } });
  expect(weak).toMatchObject({ status: 400, pointers: ['/header/If-Match'] });
});

test('a problem speaks the language of the caller and names the request', async () => {
  const chinese = await post('/v1/areas', '{}', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' });
  expect(chinese.title).toBe('请求不符合接口定义');
  expect(chinese.headers.get('content-language')).toBe('zh-CN');
  const english = await post('/v1/areas', '{}', { 'accept-language': 'de', 'x-request-id': 'my-request-1' });
  expect(english).toMatchObject({ title: 'The request does not fit its description', requestId: 'my-request-1' });
  expect(english.headers.get('x-request-id')).toBe('my-request-1');
});
