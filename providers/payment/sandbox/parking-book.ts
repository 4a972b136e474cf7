// The part of the book about the parking service: which plates are signed, and which vehicles are inside.
import { type Notice } from './book-notice.ts';

/** `OVERDUE`: signed, but the owner owes the channel. */
export const plateStates = ['NORMAL', 'PAUSE', 'OVERDUE', 'OUT_SERVICE'] as const;
export type PlateState = (typeof plateStates)[number];

export interface PlateService {
  readonly merchantId: string;
  readonly plateNumber: string;
  readonly plateColor: string;
  readonly payerId: string;
  readonly state: PlateState;
  readonly openedAt: number;
}

export interface ParkingEntry {
  readonly merchantId: string;
  readonly parkingId: string;
  readonly outParkingNo: string;
  readonly plateNumber: string;
  readonly plateColor: string;
  readonly startTime: string;
  readonly parkingName: string;
  readonly freeSeconds: number;
  readonly notifyUrl: string;
}

/** The stay that a deduction pays for, as the merchant described it. */
export interface Deduction {
  readonly parkingId: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly payerId: string;
}

export type ParkingEvent =
  | { readonly type: 'plate-service-set'; readonly service: PlateService }
  | { readonly type: 'parking-entered'; readonly entry: ParkingEntry; readonly blockedBy?: string }
  | {
      readonly type: 'parking-changed';
      readonly merchantId: string;
      readonly outParkingNo: string;
      /** Absent: it can be deducted now. */
      readonly blockedBy?: string;
      readonly notice?: Notice;
    };

export interface OpenEntry {
  readonly entry: ParkingEntry;
  readonly blockedBy: string | undefined;
}

export interface ParkingBook {
  service(merchantId: string, plateNumber: string, plateColor: string): PlateService | undefined;
  entry(merchantId: string, outParkingNo: string): OpenEntry | undefined;
  entryById(merchantId: string, parkingId: string): OpenEntry | undefined;
  entriesOf(merchantId: string): OpenEntry[];
}

const key = (...parts: readonly string[]): string => parts.join('/');

export class ParkingState implements ParkingBook {
  private readonly services = new Map<string, PlateService>();
  private readonly entries = new Map<string, OpenEntry>();
  private readonly byId = new Map<string, string>();

  apply(event: ParkingEvent): void {
    switch (event.type) {
      case 'plate-service-set': {
        const { merchantId, plateNumber, plateColor } = event.service;
        this.services.set(key(merchantId, plateNumber, plateColor), event.service);
        return;
      }
      case 'parking-entered': {
        const { merchantId, outParkingNo, parkingId } = event.entry;
        this.entries.set(key(merchantId, outParkingNo), { entry: event.entry, blockedBy: event.blockedBy });
        this.byId.set(key(merchantId, parkingId), outParkingNo);
        return;
      }
      case 'parking-changed': {
        const at = key(event.merchantId, event.outParkingNo);
        const known = this.entries.get(at);
        if (known) this.entries.set(at, { entry: known.entry, blockedBy: event.blockedBy });
      }
    }
  }

  service(merchantId: string, plateNumber: string, plateColor: string): PlateService | undefined {
    return this.services.get(key(merchantId, plateNumber, plateColor));
  }

  entry(merchantId: string, outParkingNo: string): OpenEntry | undefined {
    return this.entries.get(key(merchantId, outParkingNo));
  }

  entryById(merchantId: string, parkingId: string): OpenEntry | undefined {
    const outParkingNo = this.byId.get(key(merchantId, parkingId));
    return outParkingNo === undefined ? undefined : this.entry(merchantId, outParkingNo);
  }

  entriesOf(merchantId: string): OpenEntry[] {
    return [...this.entries.values()].filter(({ entry }) => entry.merchantId === merchantId);
  }
}
