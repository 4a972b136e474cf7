// Tariffs and their versions; a version never changes.
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
  },
});
export class TariffVersionRow extends TariffVersionSchema.class {}
TariffVersionSchema.setClass(TariffVersionRow);
