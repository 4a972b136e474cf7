// What every place with traffic has in common, and what its cars need.
import { type ApiClient } from '../replay/api-client.ts';
import { type ReplayDevices } from '../replay/devices.ts';
import { type DriverWallet } from '../replay/driver-wallet.ts';

export interface TrafficPorts {
  /** The collector who binds plates and takes cash. */
  readonly collector: ApiClient;
  /** Without an account, as drivers are. */
  readonly drivers: ApiClient;
  readonly devices: ReplayDevices;
  readonly wallet: DriverWallet;
  readonly sandboxUrl: string;
  readonly signal: AbortSignal;
  readonly random: () => number;
}

export interface Place {
  readonly hasRoom: boolean;
  /** Plates of the cars inside. */
  readonly plates: ReadonlySet<string>;
  /** Takes over the cars that were inside when the city stopped; each leaves in its time. */
  adopt(live: (plate: string, life: Promise<void>) => void): Promise<void>;
  /** A car's whole stay: resolves when it has left and paid, or will never pay. */
  visit(plate: string): Promise<void>;
}

export const between = (random: () => number, { least, most }: { least: number; most: number }): number =>
  Math.round(least + random() * (most - least));
