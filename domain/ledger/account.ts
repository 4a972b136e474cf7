// The chart of accounts, per company. Every account name in the database is made here.

export const channels = ['wechat', 'alipay', 'unionpay', 'aggregate', 'card', 'etc'] as const;
export type Channel = (typeof channels)[number];

export type ReceivableAccount = `receivable:${'session' | 'debt' | 'pass'}:${string}`;
export type AdvanceAccount = `advance:${string}`;
/** Where a driver's money is right after a payment, and where a refund takes it from. */
export type MoneyAccount = `channel:${Channel}:transit` | `cash:${string}` | `owner:${string}:${'wallet' | 'bonus'}`;

export type Account =
  | ReceivableAccount
  | AdvanceAccount
  | MoneyAccount
  | 'bank:settled'
  | `revenue:${'parking' | 'pass' | 'share'}:${string}`
  | `discount:${string}`
  | 'refund:payable'
  | 'withdrawal:payable'
  | `fee:${Channel}`
  | 'arrears:writeoff'
  | 'suspense:unmatched';

const name = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** A part of an account name. Throws a RangeError when it could break the name apart. */
const part = (id: string): string => {
  if (!name.test(id)) throw new RangeError('an account name is made of letters, digits, dots, dashes and underscores');
  return id;
};

export const walletOf = (ownerId: string): MoneyAccount => `owner:${part(ownerId)}:wallet`;
export const bonusOf = (ownerId: string): MoneyAccount => `owner:${part(ownerId)}:bonus`;
export const advanceOf = (sessionId: string): AdvanceAccount => `advance:${part(sessionId)}`;
export const receivableOfSession = (sessionId: string): ReceivableAccount => `receivable:session:${part(sessionId)}`;
export const receivableOfDebt = (debtId: string): ReceivableAccount => `receivable:debt:${part(debtId)}`;
export const receivableOfPass = (passId: string): ReceivableAccount => `receivable:pass:${part(passId)}`;
export const transitOf = (channel: Channel): MoneyAccount => `channel:${channel}:transit`;
export const cashOf = (collectorId: string): MoneyAccount => `cash:${part(collectorId)}`;
export const parkingRevenueOf = (lotId: string): Account => `revenue:parking:${part(lotId)}`;
export const passRevenueOf = (lotOrGroupId: string): Account => `revenue:pass:${part(lotOrGroupId)}`;
export const shareRevenueOf = (operatorId: string): Account => `revenue:share:${part(operatorId)}`;
export const discountOf = (sponsor: string): Account => `discount:${part(sponsor)}`;
export const channelFeeOf = (channel: Channel): Account => `fee:${channel}`;
export const bankSettled = 'bank:settled' satisfies Account;
export const refundPayable = 'refund:payable' satisfies Account;
export const withdrawalPayable = 'withdrawal:payable' satisfies Account;
export const arrearsWriteOff = 'arrears:writeoff' satisfies Account;
export const suspenseUnmatched = 'suspense:unmatched' satisfies Account;

export type AccountClass = 'asset' | 'liability' | 'income' | 'expense';

const classes: readonly (readonly [RegExp, AccountClass])[] = [
  [/^receivable:(session|debt|pass):[^:]+$/, 'asset'],
  [new RegExp(`^channel:(${channels.join('|')}):transit$`), 'asset'],
  [/^cash:[^:]+$/, 'asset'],
  [/^bank:settled$/, 'asset'],
  [/^owner:[^:]+:(wallet|bonus)$/, 'liability'],
  [/^advance:[^:]+$/, 'liability'],
  [/^(refund|withdrawal):payable$/, 'liability'],
  [/^suspense:unmatched$/, 'liability'],
  [/^revenue:(parking|pass|share):[^:]+$/, 'income'],
  [/^discount:[^:]+$/, 'expense'],
  [new RegExp(`^fee:(${channels.join('|')})$`), 'expense'],
  [/^arrears:writeoff$/, 'expense'],
];

/** Assets and expenses grow by debits, liabilities and income by credits. Throws a RangeError for an unknown account. */
export const accountClassOf = (account: string): AccountClass => {
  const found = classes.find(([expression]) => expression.test(account));
  if (found === undefined) throw new RangeError(`${account} is not an account`);
  return found[1];
};
