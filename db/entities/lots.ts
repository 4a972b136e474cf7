// Lots with their bays, lanes and policy versions.
import { defineEntity, p } from '@mikro-orm/core';
import { type LotPolicy } from '../../domain/lot-policy.ts';

const LotSchema = defineEntity({
  name: 'LotRow',
  tableName: 'lot',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    branchId: p.uuid().nullable(),
    areaId: p.uuid(),
    roadId: p.uuid().nullable(),
    tariffId: p.uuid().nullable(),
    calendarId: p.uuid().nullable(),
    code: p.text(),
    name: p.text(),
    kind: p.enum(['on-street', 'off-street'] as const),
    capacity: p.integer(),
    zone: p.text(),
    latitude: p.float().nullable(),
    longitude: p.float().nullable(),
    state: p.enum(['open', 'closed'] as const),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class LotRow extends LotSchema.class {}
LotSchema.setClass(LotRow);

const BaySchema = defineEntity({
  name: 'BayRow',
  tableName: 'bay',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    lotId: p.uuid(),
    code: p.text(),
    state: p.enum(['in-use', 'out-of-use'] as const),
    occupied: p.boolean().default(false),
    occupiedChangedAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class BayRow extends BaySchema.class {}
BaySchema.setClass(BayRow);

const LaneSchema = defineEntity({
  name: 'LaneRow',
  tableName: 'lane',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    lotId: p.uuid(),
    code: p.text(),
    name: p.text(),
    direction: p.enum(['entry', 'exit'] as const),
    confirmation: p.enum(['exit-camera', 'loop', 'none'] as const),
    state: p.enum(['open', 'closed'] as const),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class LaneRow extends LaneSchema.class {}
LaneSchema.setClass(LaneRow);

const LotPolicyVersionSchema = defineEntity({
  name: 'LotPolicyVersionRow',
  tableName: 'lot_policy_version',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    lotId: p.uuid(),
    // Not an optimistic lock: every change of a policy is a row of its own.
    version: p.integer(),
    policy: p.json<LotPolicy>(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    createdBy: p.text().nullable(),
  },
});
export class LotPolicyVersionRow extends LotPolicyVersionSchema.class {}
LotPolicyVersionSchema.setClass(LotPolicyVersionRow);
