// The payment queues of the worker: notices, attempts without a notice, refunds, returns of money without an order.
import { type Queue } from '../index.ts';
import { workOffNotifications } from './inbox.ts';
import { pollPayments } from './polling.ts';
import { type PaymentPorts } from './ports.ts';
import { executeRefunds } from './refunds.ts';
import { executeReturns } from './returns.ts';

export { type PaymentPorts } from './ports.ts';

export const paymentQueues = (ports: PaymentPorts): Queue[] => [
  {
    name: 'payment-notifications',
    channel: 'payment_notification',
    round: () => workOffNotifications(ports),
    pollMs: 1_000,
  },
  { name: 'payment-polling', round: () => pollPayments(ports), pollMs: 1_000 },
  { name: 'refunds', channel: 'refund', round: () => executeRefunds(ports), pollMs: 1_000 },
  { name: 'returns', channel: 'suspense_return', round: () => executeReturns(ports), pollMs: 5_000 },
];
