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
const call = async (operation: OperationDescription, token: string | undefined) => {
  const path = Object.fromEntries(
    operation.parameters.filter(({ in: place }) => place === 'path').map(({ name }) => [name, randomUUID()]),
  );
  const answer = await stage.call(operation.operationId as OperationId, {
    path: path as never,
    ...(operation.body === undefined ? {} : { body: '[]' }),
    ...(token === undefined ? {} : { as: token }),
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

test.each(open.map((operation) => [operation.operationId, operation] as const))(
  '%s is open to everybody, and to be understood it needs its fields',
  async (_operationId, operation) => {
    const { status, code } = await call(operation, undefined);
    expect([code, status]).not.toContain('unauthenticated');
    expect([400, 404]).toContain(status);
  },
);
