// The arithmetic of a bill: a table, and laws over any amounts.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { netPaidFen, outstandingFen } from '../../domain/bill.ts';
import { fen } from '../../domain/money.ts';

const numRuns = process.env['LONG'] === undefined ? 300 : 10_000;
const bill = (grossFen: number, discountFen: number, paidFen: number, surplusFen: number) => ({
  grossFen: fen(grossFen),
  discountFen: fen(discountFen),
  paidFen: fen(paidFen),
  surplusFen: fen(surplusFen),
});

test.each`
  gross   | discount | paid    | surplus | outstanding | because
  ${1000} | ${0}     | ${0}    | ${0}    | ${1000}     | ${'nothing was paid'}
  ${1000} | ${300}   | ${0}    | ${0}    | ${700}      | ${'a discount is not owed'}
  ${1000} | ${300}   | ${500}  | ${0}    | ${200}      | ${'it is part paid'}
  ${1000} | ${0}     | ${1000} | ${0}    | ${0}        | ${'it is paid'}
  ${1000} | ${0}     | ${2000} | ${1000} | ${0}        | ${'what was paid twice goes back'}
  ${700}  | ${0}     | ${1000} | ${300}  | ${0}        | ${'it was adjusted below what was paid'}
  ${1000} | ${1000}  | ${0}    | ${0}    | ${0}        | ${'the discount covers it'}
`('owes $outstanding fen: $because', ({ gross, discount, paid, surplus, outstanding }) => {
  expect(outstandingFen(bill(Number(gross), Number(discount), Number(paid), Number(surplus)))).toBe(outstanding);
});

test('never owes less than nothing; what it owes and keeps covers what is due', () => {
  const amounts = fc.nat(1_000_000);
  fc.assert(
    fc.property(amounts, amounts, amounts, amounts, (a, b, c, d) => {
      const some = bill(Math.max(a, b), Math.min(a, b), Math.max(c, d), Math.min(c, d));
      const owed = outstandingFen(some);
      const due = some.grossFen - some.discountFen;
      expect(owed).toBe(Math.max(0, due - netPaidFen(some)));
      expect(owed + netPaidFen(some)).toBeGreaterThanOrEqual(due);
      expect(netPaidFen(some)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns },
  );
});
