// The roles every company starts with. System, security and audit administration are three separate duties.
import { type RoleRule } from './entities/identity.ts';

export interface BuiltInRole {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly RoleRule[];
}

const allow = (actions: string, ...subjects: readonly string[]): RoleRule[] =>
  actions.split(' ').flatMap((action) => subjects.map((subject) => ({ action, subject })));

const organisation = [
  'Company',
  'Branch',
  'Area',
  'Road',
  'Lot',
  'LotGroup',
  'Bay',
  'Lane',
  'LotPolicy',
  'Tariff',
  'Calendar',
  'Device',
];
const field = allow('read', 'Area', 'Road', 'Lot', 'Bay', 'Lane', 'LotPolicy', 'Device', 'ParkingSession', 'Passage');

export const builtInRoles: readonly BuiltInRole[] = [
  {
    name: 'administrator',
    title: '系统管理员',
    rules: [
      ...allow('read create update delete', ...organisation),
      ...allow('update', 'LotTariff', 'LotCalendar'),
      ...allow('read create delete', 'TariffEvent'),
      ...allow('calibrate', 'Lot'),
      ...allow('rotate', 'Device'),
      ...allow('create', 'Machine'),
      ...allow('read configure', 'MerchantAccount'),
      ...allow('read configure', 'WalletPolicy'),
      ...allow('read', 'ParkingSession', 'Passage', 'AuditItem', 'Payment', 'Bill'),
      ...allow('read', 'Staff', 'Role'),
      ...allow('decode', 'Workflow'),
      // The platform's bootstrap alone creates companies.
      { action: 'create', subject: 'Company', inverted: true },
    ],
  },
  {
    name: 'security-administrator',
    title: '安全管理员',
    rules: [
      ...allow('read create update', 'Staff'),
      ...allow('resetPassword signOut', 'Staff'),
      ...allow('read', 'Role', 'Branch', 'Area', 'Lot', 'Company'),
    ],
  },
  {
    name: 'audit-administrator',
    title: '审计管理员',
    rules: [
      ...allow('read', 'AuditLog', 'AuditItem', 'Staff', 'Role'),
      ...allow('read', 'BillFile', 'ReconciliationException', 'DailyClose'),
    ],
  },
  {
    name: 'operator',
    title: '运营',
    rules: [
      ...allow('read', ...organisation, 'ParkingSession', 'Passage', 'AuditItem', 'Payment', 'Bill'),
      ...allow('update', 'Lot', 'Bay', 'Lane', 'Device', 'LotPolicy'),
      ...allow('read create delete', 'TariffEvent'),
      ...allow('calibrate', 'Lot'),
      ...allow('read', 'Wallet', 'Recharge'),
      ...allow('read create update', 'RechargePromotion'),
      ...allow('close', 'AuditItem'),
      ...allow('open bindPlate correctPlate correctTimes moveBay requestExit export', 'ParkingSession'),
      ...allow('search read', 'Plate'),
    ],
  },
  {
    name: 'customer-service',
    title: '客服',
    rules: [
      ...allow(
        'read',
        'Area',
        'Road',
        'Lot',
        'Bay',
        'Lane',
        'ParkingSession',
        'Passage',
        'AuditItem',
        'Payment',
        'Bill',
      ),
      ...allow(
        'bindPlate correctPlate correctTimes moveBay markExempt void grantDiscount requestExit',
        'ParkingSession',
      ),
      ...allow('close', 'AuditItem'),
      ...allow('read find', 'Wallet'),
      ...allow('read', 'Recharge', 'RechargePromotion'),
      ...allow('read create give', 'WalletTopUp'),
      ...allow('search read', 'Plate'),
    ],
  },
  {
    name: 'finance',
    title: '财务',
    rules: [
      ...allow(
        'read',
        'Company',
        'Branch',
        'Area',
        'Road',
        'Lot',
        'LotGroup',
        'Tariff',
        'TariffEvent',
        'Calendar',
        'ParkingSession',
        'AuditItem',
        'Payment',
        'Bill',
      ),
      ...allow('export', 'ParkingSession'),
      ...allow('read', 'MerchantAccount', 'Refund', 'Debt', 'Ledger'),
      ...allow('adjust', 'Bill'),
      ...allow('read find export', 'Wallet'),
      ...allow('read export', 'Recharge'),
      ...allow('read', 'RechargePromotion', 'WalletPolicy'),
      ...allow('read decide', 'WalletTopUp'),
      ...allow('transfer', 'Debt'),
      ...allow('read export reconcile', 'BillFile'),
      ...allow('read claim resolve approve', 'ReconciliationException'),
      ...allow('read close adjust', 'DailyClose'),
      ...allow('read update', 'MerchantTerms'),
    ],
  },
  {
    name: 'collector',
    title: '收费员',
    rules: [
      ...field,
      ...allow('open bindPlate moveBay requestExit', 'ParkingSession'),
      ...allow('read start collectCash', 'Payment'),
      ...allow('payOutCash', 'Refund'),
      ...allow('find', 'Wallet'),
      ...allow('create', 'WalletTopUp'),
      ...allow('read', 'Plate'),
    ],
  },
  {
    name: 'inspector',
    title: '巡查员',
    rules: [
      ...field,
      ...allow('open bindPlate correctPlate moveBay markExempt requestExit', 'ParkingSession'),
      ...allow('calibrate', 'Lot'),
      ...allow('read', 'Plate'),
    ],
  },
  {
    name: 'integration',
    title: '第三方系统',
    rules: [
      ...allow('read', 'Area', 'Road', 'Lot', 'Bay', 'Lane', 'Device'),
      ...allow('grantDiscount', 'ParkingSession'),
    ],
  },
];
