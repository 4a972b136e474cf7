// The client of the replay: when its token runs out under many calls at once, it signs in once and every call is answered.
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient, ApiError } from '../../../bin/replay/api-client.ts';

let server: Server;
let signIns = 0;
let valid = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (request.url === '/v1/field/sign-in') {
      signIns += 1;
      valid = `token-${signIns}`;
      setTimeout(() => answer(200, { accessToken: valid }), 20);
    } else if (request.headers.authorization !== `Bearer ${valid}`) {
      setTimeout(() => answer(401, { code: 'token-expired' }), Math.random() * 60);
    } else if (request.url === '/refused') answer(409, { code: 'bill-already-paid', title: 'paid' });
    else answer(200, { path: request.url });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const client = () =>
  new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    kind: 'field',
    login: 'collector',
    password: 'irrelevant',
    deviceId: 'pda',
  });

test('signs in once when a token runs out under many calls, and answers them all', async () => {
  const api = client();
  await api.call({ method: 'GET', path: '/first' });
  const before = signIns;
  valid = 'revoked';
  const paths = Array.from({ length: 30 }, (_, index) => `/call-${index}`);
  const answers = await Promise.all(paths.map((path) => api.call<{ path: string }>({ method: 'GET', path })));
  expect(answers.map(({ path }) => path)).toEqual(paths);
  expect(signIns - before).toBe(1);
});

test('a refusal ends the call with its code', async () => {
  const refused = client().call({ method: 'POST', path: '/refused', key: 'k' });
  await expect(refused).rejects.toBeInstanceOf(ApiError);
  await expect(refused).rejects.toMatchObject({ status: 409, code: 'bill-already-paid' });
});
