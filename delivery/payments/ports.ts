// What the payment queues work with.
import { type Database } from '../../db/database.ts';
import { type Clock } from '../../platform/clock.ts';
import { type ChannelOf } from '../../providers/payment/merchant-channels.ts';

export interface PaymentPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly channelOf: ChannelOf;
  /** Who paid, sealed for the payment's row. */
  readonly sealPayer: (payerId: string) => Buffer;
  readonly log: { warn(fields: object, message: string): void };
}
