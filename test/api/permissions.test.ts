// Every operation as every role and as nobody: what x-permission says is what happens.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OperationDescription } from '../../api/document.ts';
import { abilityOf } from '../../api/identity/abilities.ts';
import { type OperationId } from '../../api/handler.ts';
import { builtInRoles } from '../../db/built-in-roles.ts';
import { operations } from './support/client.ts';
import { audienceOf, openStage, roleNames, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const secured = operations.filter(({ audiences }) => audiences.length > 0);
const open = operations.filter(({ audiences }) => audiences.length === 0);

const mayCall = (role: string, { audiences, permission }: OperationDescription): boolean => {
  const rules = builtInRoles.find(({ name }) => name === role)?.rules ?? [];
  if (!audiences.includes(audienceOf(role))) return false;
  return permission !== undefined && abilityOf(rules).can(permission.action, permission.subject);
};

/** Ids of nothing, and a body that no operation takes: whoever may call learns that, and nothing changes. */
const call = async (
  operation: OperationDescription,
  token: string | undefined,
  machine?: { id: string; key: Buffer },
) => {
  const path = Object.fromEntries(
    operation.parameters.filter(({ in: place }) => place === 'path').map(({ name }) => [name, randomUUID()]),
  );
  const answer = await stage.call(operation.operationId as OperationId, {
    path: path as never,
    ...(operation.body === undefined ? {} : { body: '[]' }),
    ...(token === undefined ? {} : { as: token }),
    ...(machine === undefined ? {} : { machine }),
    headers: { 'if-match': '"1"' },
  });
  return { status: answer.status, code: answer.code };
};

const refusedForRights = ({ status, code }: { status: number; code: string | undefined }): boolean =>
  status === 401 || (status === 403 && code === 'forbidden');

test('every secured operation names a permission, and every role is known', () => {
  expect(secured.filter(({ permission }) => permission === undefined)).toEqual([]);
  expect(secured.length).toBeGreaterThan(60);
  expect(new Set(roleNames).size).toBe(roleNames.length);
});

describe.each(secured.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (operationId, operation) => {
    test('refuses nobody in particular, and a token that nobody signed', async () => {
      expect(await call(operation, undefined)).toEqual({ status: 401, code: 'unauthenticated' });
      const forged = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA';
      expect(await call(operation, forged)).toEqual({ status: 401, code: 'unauthenticated' });
    });

    // Signing out ends the token that the other rows of this table use: its own test is in sign-in.test.ts.
    const roles = operationId === 'signOut' ? [] : roleNames;
    if (roles.length > 0) {
      test('lets in exactly the roles whose rules allow it', async () => {
        const got = await Promise.all(
          roles.map(
            async (role) => [role, !refusedForRights(await call(operation, await stage.town.as(role)))] as const,
          ),
        );
        const expected = roles.map((role) => [role, mayCall(role, operation)] as const);
        expect(Object.fromEntries(got)).toEqual(Object.fromEntries(expected));
      });
    }
  },
);

describe('callers of another kind', () => {
  const ownerToken = async (): Promise<string> => {
    const phone = '13700000000';
    await stage.done('sendOwnerCode', { body: { phone } });
    const code = stage.sms.sent.at(-1)?.parameters['code'] ?? '';
    return (await stage.done('signInOwner', { body: { phone, code } })).accessToken;
  };

  test('an owner is let into what owners may ask, and nothing else', async () => {
    const token = await ownerToken();
    const asked = secured.filter(({ operationId }) => operationId !== 'signOut');
    const letIn: string[] = [];
    for (const operation of asked)
      if (!refusedForRights(await call(operation, token))) letIn.push(operation.operationId);
    expect(letIn.sort()).toEqual(
      asked
        .filter(({ audiences }) => audiences.includes('owner'))
        .map(({ operationId }) => operationId)
        .sort(),
    );
    expect(letIn).toContain('getMe');
  });

  test('a machine is let in by its signature where machines are, as far as its role goes', async () => {
    const body = { name: 'Integration', roles: ['integration'], scope: [] };
    const made = await stage.done('createMachine', { as: await stage.town.as('administrator'), body });
    const machine = { id: made.id, key: Buffer.from(made.key, 'base64url') };
    const ability = abilityOf(builtInRoles.find(({ name }) => name === 'integration')?.rules ?? []);
    const [got, expected]: [string[], string[]] = [[], []];
    for (const operation of secured) {
      const { operationId, permission, audiences } = operation;
      if (!refusedForRights(await call(operation, undefined, machine))) got.push(operationId);
      const may = permission !== undefined && ability.can(permission.action, permission.subject);
      if (audiences.includes('machine') && may) expected.push(operationId);
    }
    expect(got).toEqual(expected);
    expect(got).toContain('grantDiscount');
  });
});

test.each(open.map((operation) => [operation.operationId, operation] as const))(
  '%s is open to everybody, and to be understood it needs its fields',
  async (_operationId, operation) => {
    const { status, code } = await call(operation, undefined);
    expect([code, status]).not.toContain('unauthenticated');
    expect([400, 404]).toContain(status);
  },
);
