// Who operates what: companies, branches, areas, roads. Rows without behaviour; a version guards each change.
import { defineEntity, p } from '@mikro-orm/core';

const CompanySchema = defineEntity({
  name: 'CompanyRow',
  tableName: 'company',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class CompanyRow extends CompanySchema.class {}
CompanySchema.setClass(CompanyRow);

const BranchSchema = defineEntity({
  name: 'BranchRow',
  tableName: 'branch',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    name: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class BranchRow extends BranchSchema.class {}
BranchSchema.setClass(BranchRow);

const AreaSchema = defineEntity({
  name: 'AreaRow',
  tableName: 'area',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    branchId: p.uuid().nullable(),
    parentAreaId: p.uuid().nullable(),
    name: p.text(),
    code: p.text().nullable(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class AreaRow extends AreaSchema.class {}
AreaSchema.setClass(AreaRow);

const RoadSchema = defineEntity({
  name: 'RoadRow',
  tableName: 'road',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    areaId: p.uuid(),
    name: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class RoadRow extends RoadSchema.class {}
RoadSchema.setClass(RoadRow);
