// The ledger's rules in one import: accounts, transactions, and one posting per row of the posting table.
export * from './ledger/account.ts';
export * from './ledger/money-postings.ts';
export * from './ledger/settlement-postings.ts';
export * from './ledger/stay-postings.ts';
export * from './ledger/transaction.ts';
export * from './ledger/wallet-postings.ts';
