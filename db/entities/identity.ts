// Principals and roles. Hashes and keys are written, never read back through the API.
import { defineEntity, p } from '@mikro-orm/core';

export interface RoleRule {
  readonly action: string;
  readonly subject: string;
  readonly inverted?: boolean;
}

const RoleSchema = defineEntity({
  name: 'RoleRow',
  tableName: 'role',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    name: p.text(),
    title: p.text(),
    rules: p.json<RoleRule[]>(),
    builtIn: p.boolean(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class RoleRow extends RoleSchema.class {}
RoleSchema.setClass(RoleRow);

const PrincipalSchema = defineEntity({
  name: 'PrincipalRow',
  tableName: 'principal',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    audience: p.enum(['staff', 'field', 'machine'] as const),
    login: p.text(),
    displayName: p.text(),
    passwordHash: p.text().nullable().lazy(),
    secretCipher: p.blob().nullable().lazy(),
    state: p.enum(['active', 'locked', 'left'] as const),
    failedAttempts: p.integer().default(0),
    lockedUntil: p.datetime(3).nullable(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class PrincipalRow extends PrincipalSchema.class {}
PrincipalSchema.setClass(PrincipalRow);
