// What tests need standing in a town: areas, lots with bays and lanes, devices, a tariff.
import { type Schema } from '../../../api/handler.ts';
import { sampleTariff } from '../../../domain/tariff/sample.ts';
import { newId } from '../../../platform/ids.ts';
import { type Stage, type TestCompany } from './stage.ts';

export const addArea = async (stage: Stage, town: TestCompany, parentAreaId?: string): Promise<Schema<'Area'>> => {
  const body = { name: `Area ${newId()}`, ...(parentAreaId === undefined ? {} : { parentAreaId }) };
  return stage.done('createArea', { as: await town.as('administrator'), body });
};

export const addTariff = async (stage: Stage, town: TestCompany): Promise<Schema<'Tariff'>> => {
  const body = {
    name: `Tariff ${newId()}`,
    document: { ...sampleTariff('Asia/Shanghai') } as Record<string, unknown>,
    effectiveFrom: '2020-01-01T00:00:00+08:00',
  };
  return stage.done('createTariff', { as: await town.as('administrator'), body });
};

export const addLot = async (
  stage: Stage,
  town: TestCompany,
  over: Partial<Schema<'LotCreate'>> = {},
): Promise<Schema<'Lot'>> => {
  const areaId = over.areaId ?? (await addArea(stage, town)).id;
  const body = {
    areaId,
    code: newId().slice(-12),
    name: 'Market square',
    kind: 'off-street' as const,
    capacity: 50,
    zone: 'Asia/Shanghai',
    ...over,
  };
  return stage.done('createLot', { as: await town.as('administrator'), body });
};

/** An on-street lot with bays `B1` … */
export const addStreet = async (
  stage: Stage,
  town: TestCompany,
  bayCount: number,
  over: Partial<Schema<'LotCreate'>> = {},
): Promise<Schema<'Lot'>> => {
  const lot = await addLot(stage, town, { kind: 'on-street', capacity: bayCount, ...over });
  const csv = `code\n${Array.from({ length: bayCount }, (_, index) => `B${index + 1}`).join('\n')}\n`;
  await stage.done('importBays', { as: await town.as('administrator'), path: { lotId: lot.id }, body: csv });
  return lot;
};

export const ifMatch = (version: number): { readonly headers: Readonly<Record<string, string>> } => ({
  headers: { 'if-match': `"${version}"` },
});
