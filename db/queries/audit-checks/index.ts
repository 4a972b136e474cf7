// The audit: every invariant of the ledger and of the rows around it, checked for one company or for all.
import { type Database } from '../../database.ts';
import { sql } from '../../rows.ts';
import { accountsAreKnown } from './accounts-are-known.ts';
import { accountsSumToZero } from './accounts-sum-to-zero.ts';
import { advancesMatchBills } from './advances-match-bills.ts';
import { auditLogIsSealed } from './audit-log-is-sealed.ts';
import { billLinesAreClassed } from './bill-lines-are-classed.ts';
import { billsAreSettledOnce } from './bills-are-settled-once.ts';
import { billsCountTheirPayments } from './bills-count-their-payments.ts';
import { billsCountTheirRefunds } from './bills-count-their-refunds.ts';
import { billsCountTheirSurplus } from './bills-count-their-surplus.ts';
import { bonusIsNeverWithdrawn } from './bonus-is-never-withdrawn.ts';
import { causesExist } from './causes-exist.ts';
import { type AuditCheck, type BrokenRow, sentenceOf } from './check.ts';
import { dailyClosesFollowBills } from './daily-closes-follow-bills.ts';
import { debtsMatchTheLedger } from './debts-match-the-ledger.ts';
import { debtsMatchTheirAllocations } from './debts-match-their-allocations.ts';
import { debtsOwnTheirBills } from './debts-own-their-bills.ts';
import { discountsMatchBills } from './discounts-match-bills.ts';
import { movementsStandOnBills } from './movements-stand-on-bills.ts';
import { nothingIsParked } from './nothing-is-parked.ts';
import { occupancyMatchesBays } from './occupancy-matches-bays.ts';
import { paymentsAreAllocatedInFull } from './payments-are-allocated-in-full.ts';
import { paymentsArePostedOnce } from './payments-are-posted-once.ts';
import { paymentsFitTheirAccount } from './payments-fit-their-account.ts';
import { paymentsGoToBillOrDebt } from './payments-go-to-bill-or-debt.ts';
import { receivablesMatchBills } from './receivables-match-bills.ts';
import { rechargesAreCreditedOnce } from './recharges-are-credited-once.ts';
import { refundsArePayable } from './refunds-are-payable.ts';
import { refundsArePostedOnce } from './refunds-are-posted-once.ts';
import { refundsHoldTheirReservation } from './refunds-hold-their-reservation.ts';
import { refundsStayWithinPayments } from './refunds-stay-within-payments.ts';
import { reservationsAreResolvedOnce } from './reservations-are-resolved-once.ts';
import { reservationsMatchDecisions } from './reservations-match-decisions.ts';
import { revenueMatchesBills } from './revenue-matches-bills.ts';
import { sessionColumnsMatchState } from './session-columns-match-state.ts';
import { sessionsMatchBills } from './sessions-match-bills.ts';
import { sessionsRecordTheirEffects } from './sessions-record-their-effects.ts';
import { suspenseIsExplained } from './suspense-is-explained.ts';
import { transactionsBalance } from './transactions-balance.ts';
import { transitIsExplained } from './transit-is-explained.ts';
import { walletBalancesMatchTheLedger } from './wallet-balances-match-the-ledger.ts';
import { walletMovementsAddUp } from './wallet-movements-add-up.ts';
import { walletPartsMatchPostings } from './wallet-parts-match-postings.ts';
import { walletsAreNeverNegative } from './wallets-are-never-negative.ts';

export { type AuditCheck, type BrokenRow, sentenceOf } from './check.ts';

/** The ledger itself, then what rows say of it, then everything around. */
export const auditChecks: readonly AuditCheck[] = [
  transactionsBalance,
  accountsSumToZero,
  accountsAreKnown,
  reservationsAreResolvedOnce,
  causesExist,
  walletsAreNeverNegative,
  walletBalancesMatchTheLedger,
  walletMovementsAddUp,
  walletPartsMatchPostings,
  bonusIsNeverWithdrawn,
  rechargesAreCreditedOnce,
  paymentsArePostedOnce,
  paymentsFitTheirAccount,
  paymentsAreAllocatedInFull,
  paymentsGoToBillOrDebt,
  billsCountTheirPayments,
  billsCountTheirRefunds,
  billsCountTheirSurplus,
  refundsStayWithinPayments,
  refundsArePostedOnce,
  refundsHoldTheirReservation,
  refundsArePayable,
  debtsMatchTheirAllocations,
  debtsMatchTheLedger,
  debtsOwnTheirBills,
  receivablesMatchBills,
  advancesMatchBills,
  revenueMatchesBills,
  discountsMatchBills,
  billLinesAreClassed,
  billsAreSettledOnce,
  movementsStandOnBills,
  transitIsExplained,
  suspenseIsExplained,
  dailyClosesFollowBills,
  sessionColumnsMatchState,
  sessionsMatchBills,
  sessionsRecordTheirEffects,
  occupancyMatchesBays,
  reservationsMatchDecisions,
  nothingIsParked,
  auditLogIsSealed,
];

export interface BrokenCheck {
  readonly check: string;
  readonly companyId: string;
  /** The first rows that break it; never empty. */
  readonly rows: readonly BrokenRow[];
}

export interface Audit {
  readonly checks: number;
  readonly broken: readonly BrokenCheck[];
}

/** Checks everything of one company, in one transaction that writes nothing. */
export const auditCompany = (database: Database, companyId: string): Promise<Audit> =>
  database.inCompany(companyId, async (tx) => {
    await tx.run(sql`set transaction read only`);
    const broken: BrokenCheck[] = [];
    for (const { name, broken: brokenRows } of auditChecks) {
      const rows = await brokenRows(tx, companyId);
      if (rows.length > 0) broken.push({ check: name, companyId, rows });
    }
    return { checks: auditChecks.length, broken };
  });

/** Checks every company; `done` hears of each as it is finished. */
export const auditEveryCompany = async (database: Database, done: (audit: Audit) => void = () => undefined) => {
  const companies = await database.asDelivery((tx) => tx.rows<{ id: string }>(sql`select id from company order by id`));
  const broken: BrokenCheck[] = [];
  for (const { id } of companies) {
    const audit = await auditCompany(database, id);
    broken.push(...audit.broken);
    done(audit);
  }
  return { companies: companies.length, checks: auditChecks.length, broken };
};

/** `table id: what is wrong, expected X, found Y` of the first row of each broken check. */
export const firstRows = (audit: Pick<Audit, 'broken'>): string[] =>
  audit.broken.flatMap(({ rows: [first] }) => (first === undefined ? [] : [sentenceOf(first)]));
