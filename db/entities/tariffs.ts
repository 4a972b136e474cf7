// Tariffs and their versions, groups of lots with one tariff, dated events. A version never changes.
import { defineEntity, p } from '@mikro-orm/core';

const TariffSchema = defineEntity({
  name: 'TariffRow',
  tableName: 'tariff',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    name: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
  },
});
export class TariffRow extends TariffSchema.class {}
TariffSchema.setClass(TariffRow);

const TariffVersionSchema = defineEntity({
  name: 'TariffVersionRow',
  tableName: 'tariff_version',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    tariffId: p.uuid(),
    version: p.integer(),
    document: p.json<object>(),
    effectiveFrom: p.datetime(3),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    createdBy: p.text().nullable(),
    withdrawnAt: p.datetime(3).nullable(),
  },
});
export class TariffVersionRow extends TariffVersionSchema.class {}
TariffVersionSchema.setClass(TariffVersionRow);

const LotGroupSchema = defineEntity({
  name: 'LotGroupRow',
  tableName: 'lot_group',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    tariffId: p.uuid().nullable(),
    name: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class LotGroupRow extends LotGroupSchema.class {}
LotGroupSchema.setClass(LotGroupRow);

const TariffEventSchema = defineEntity({
  name: 'TariffEventRow',
  tableName: 'tariff_event',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    lotId: p.uuid().nullable(),
    groupId: p.uuid().nullable(),
    name: p.text(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
    createdAt: p.datetime(3),
    createdBy: p.text(),
    removedAt: p.datetime(3).nullable(),
  },
});
export class TariffEventRow extends TariffEventSchema.class {}
TariffEventSchema.setClass(TariffEventRow);
