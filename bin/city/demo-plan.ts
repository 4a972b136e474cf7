// The demo company: a small operator with two branches, one street and three lots with gates.
import { randomBytes } from 'node:crypto';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { fen } from '../../domain/money.ts';
import { type DemoPerson, type DemoRecord, type DemoRole } from './demo-record.ts';

/** The same in every demo city, so that the README can name it. */
const companyId = '01990000-0000-7000-8000-0000000000d0';

export const zone = 'Asia/Shanghai';

export interface PlannedLot {
  readonly code: string;
  readonly name: string;
  readonly setting: 'on-street' | 'off-street';
  readonly capacity: number;
  readonly branch: keyof typeof branches;
  readonly road?: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly traffic: boolean;
}

export const branches = { east: '城东分公司 East', west: '城西分公司 West' } as const;
export const areas = { east: '城东区 East District', west: '城西区 West District' } as const;
export const roads = { ginkgo: { name: '银杏路 Ginkgo Road', branch: 'east' } } as const;

export const plannedLots: readonly PlannedLot[] = [
  {
    code: 'S1',
    name: '银杏路路侧 Ginkgo Road',
    setting: 'on-street',
    capacity: 12,
    branch: 'east',
    road: 'ginkgo',
    latitude: 31.2304,
    longitude: 121.4737,
    traffic: true,
  },
  {
    code: 'P1',
    name: '中央广场停车场 Central Square',
    setting: 'off-street',
    capacity: 40,
    branch: 'east',
    latitude: 31.2325,
    longitude: 121.4801,
    traffic: true,
  },
  {
    code: 'P2',
    name: '西站停车场 West Station',
    setting: 'off-street',
    capacity: 20,
    branch: 'west',
    latitude: 31.2261,
    longitude: 121.4402,
    traffic: false,
  },
];

/** What is unpaid two minutes after leaving the street becomes a debt: soon enough to be watched. */
export const demoPolicy = { settleGraceSeconds: 120, laneReadFreshSeconds: 300 };

const hour = { unitMinutes: 1, unitPriceFen: fen(50) };
const later = { unitMinutes: 1, unitPriceFen: fen(20) };

/** Time runs fast in the demo: every started minute costs, 0.50 yuan in the first hour and 0.20 after it. */
export const demoTariff: TariffDocument = {
  schemaVersion: 1,
  name: { zh: '演示费率', en: 'Demo tariff' },
  currency: 'CNY',
  zone,
  rules: {
    small: {
      kind: 'charged',
      tierClock: { counts: 'elapsed', restarts: 'stay' },
      partialMinute: 'counted',
      partialUnit: { kind: 'started' },
      atBandEnd: 'split',
      bands: [
        {
          name: 'all-day',
          text: { zh: '全天', en: 'all day' },
          from: '00:00',
          to: '24:00',
          charge: {
            kind: 'units',
            tiers: [
              { untilMinutes: 60, ...hour },
              { untilMinutes: null, ...later },
            ],
          },
        },
      ],
      caps: [{ per: 'calendarDay', amountFen: fen(6000) }],
    },
    large: { kind: 'sameAs', vehicleClass: 'small' },
    other: { kind: 'sameAs', vehicleClass: 'small' },
    emergency: { kind: 'noCharge', text: { zh: '应急车辆免费', en: 'emergency vehicles pay nothing' } },
  },
};

const staff: Readonly<Record<DemoRole, Omit<DemoPerson, 'password'>>> = {
  administrator: {
    audience: 'staff',
    login: 'demo-admin',
    displayName: '系统管理员 Administrator',
    roles: ['administrator', 'security-administrator', 'audit-administrator'],
  },
  operator: { audience: 'staff', login: 'demo-operator', displayName: '运营 Operator', roles: ['operator'] },
  'customer-service': {
    audience: 'staff',
    login: 'demo-service',
    displayName: '客服 Customer service',
    roles: ['customer-service'],
  },
  finance: { audience: 'staff', login: 'demo-finance', displayName: '财务 Finance', roles: ['finance'] },
  collector: {
    audience: 'field',
    login: 'demo-collector',
    displayName: '收费员 Collector',
    roles: ['collector'],
    deviceId: 'demo-handheld-1',
  },
  'driver-desk': {
    audience: 'field',
    login: 'demo-traffic',
    displayName: '模拟车流 Simulated traffic',
    roles: ['collector'],
    deviceId: 'demo-handheld-2',
  },
};

const password = (): string => randomBytes(12).toString('base64url');

/** A demo company with fresh passwords, nothing of it set up yet. */
export const newDemo = (): DemoRecord => ({
  company: { id: companyId, name: '示例停车 Demo Parking' },
  people: Object.fromEntries(
    Object.entries(staff).map(([role, person]) => [role, { ...person, password: password() }]),
  ) as Record<DemoRole, DemoPerson>,
  steps: {},
});
