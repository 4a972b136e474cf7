// What the API says of itself: documents, docs page, health, metrics, headers; and that it refuses to start incomplete.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operationsOf, readDocument } from '../../api/document.ts';
import { type OperationId } from '../../api/handler.ts';
import { problemCodes, statusOf } from '../../api/problems.ts';
import { type HandlerGroup, operationRouter } from '../../api/router.ts';
import { refusalCodes } from '../../domain/refusal.ts';
import { openStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${stage.baseUrl}${path}`, { headers });

describe('the router', () => {
  const document = readDocument();
  const handlers = Object.fromEntries(
    operationsOf(document).map(({ operationId }) => [operationId, async () => ({ status: 204 })]),
  );
  const start = (group: object) => operationRouter({} as never, document, [group as HandlerGroup]);

  test('starts when every operation has one handler', () => {
    expect(start(handlers).stack.length).toBe(Object.keys(handlers).length);
  });

  test('refuses to start without a handler, with one too many, and with two for one', () => {
    const { getMe: _getMe, ...without } = handlers;
    expect(() => start(without)).toThrow('operations without a handler: getMe');
    expect(() => start({ ...handlers, fly: handlers['getMe'] })).toThrow('handlers of no operation: fly');
    const twice = { getMe: handlers['getMe'] } as unknown as HandlerGroup;
    expect(() => operationRouter({} as never, document, [handlers as unknown as HandlerGroup, twice])).toThrow(
      'getMe has two handlers',
    );
  });
});

describe('problems', () => {
  test('every refusal has a status, and the document knows every code', async () => {
    for (const code of refusalCodes) expect([403, 404, 409]).toContain(statusOf(code));
    const { components } = (await (await get('/openapi.json')).json()) as {
      components: { schemas: { ProblemCode: { enum: string[] } } };
    };
    expect([...components.schemas.ProblemCode.enum].sort()).toEqual([...problemCodes].sort());
    const page = await (await get('/docs/problems')).text();
    for (const code of problemCodes) expect(page).toContain(`id="${code}"`);
  });
});

test('/docs serves a page and its script from here, and loads nothing from elsewhere', async () => {
  const page = await get('/docs');
  const html = await page.text();
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(html).not.toMatch(/https?:\/\//);
  const script = /src="(\/docs\/[^"]+)"/.exec(html)?.[1] ?? '';
  const asset = await get(script);
  expect(asset.status).toBe(200);
  expect((await asset.text()).length).toBeGreaterThan(100_000);
});

test('/openapi.json is the document of every operation, /asyncapi.json that of the devices', async () => {
  const openApi = (await (await get('/openapi.json')).json()) as { openapi: string; paths: object };
  expect([openApi.openapi, Object.keys(openApi.paths).length]).toEqual([
    '3.1.0',
    Object.keys(readDocument().paths).length,
  ]);
  const asyncApi = (await (await get('/asyncapi.json')).json()) as { asyncapi: string };
  expect(asyncApi.asyncapi).toMatch(/^3\./);
});

test('/livez, /readyz and /metrics answer whoever runs the process', async () => {
  expect(await (await get('/livez')).json()).toEqual({ live: true });
  expect(await (await get('/readyz')).json()).toMatchObject({ ready: true, checks: { postgres: { ok: true } } });
  await stage.call('listLots', { as: await stage.town.as('administrator') });
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toMatch(/http_request_duration_seconds_count\{operation="listLots",method="GET",status="200"\} \d+/);
});

test('every answer carries a request id and the security headers', async () => {
  for (const path of ['/livez', '/v1/lots', '/docs', '/nothing']) {
    const { headers } = await get(path);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

describe('the codec endpoint', () => {
  test('encodePayloads and decodePayloads are for staff who may see workflows', async () => {
    const payloads = [
      {
        metadata: { encoding: Buffer.from('json/plain').toString('base64') },
        data: Buffer.from('{"a":1}').toString('base64'),
      },
    ];
    const as = await stage.town.as('administrator');
    const encoded = await stage.done('encodePayloads', { as, body: { payloads } });
    expect(await stage.done('decodePayloads', { as, body: encoded })).toEqual({ payloads });
    for (const operation of ['encodePayloads', 'decodePayloads'] as const satisfies readonly OperationId[]) {
      expect((await stage.call(operation, { body: { payloads } })).status).toBe(401);
      const collector = await stage.call(operation, { as: await stage.town.as('collector'), body: { payloads } });
      expect(collector).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  test('takes the Temporal UI from its own origin and no other', async () => {
    const ask = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const response = await fetch(`${stage.baseUrl}/codec/decode`, { method: 'OPTIONS', headers });
      return response.headers.get('access-control-allow-origin');
    };
    const ui = new URL(stage.config.temporalUiUrl).origin;
    expect(await ask(ui)).toBe(ui);
    expect(await ask('https://evil.example')).toBeNull();
  });
});

test('without Redis nobody who needs a token is served, and the board still is', async () => {
  const as = await stage.town.as('administrator');
  stage.redis.destroy();
  const answer = await stage.call('listLots', { as });
  expect(answer).toMatchObject({ status: 503, code: 'unavailable' });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await stage.call('listBoards', { query: { companyId: stage.town.id } })).status).toBe(200);
});

test('while it drains it says so, and finishes what it has begun', async () => {
  stage.api.drain();
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/livez')).status).toBe(200);
});
