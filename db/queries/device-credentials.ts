// What a device proves itself with, and what the bridge must know of a device before a company's scope is known.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { seal, unseal } from '../../platform/sealed.ts';
import { type Tx, sql } from '../rows.ts';

const context = (deviceId: string): string => `device/${deviceId}`;

/** A new secret: its text goes to the device once, its cipher into the row. It is MQTT password and HMAC key alike. */
export const newDeviceSecret = (dataKey: Buffer, deviceId: string): { secret: string; cipher: Buffer } => {
  const secret = randomBytes(24).toString('base64url');
  return { secret, cipher: seal(dataKey, secret, context(deviceId)) };
};

export const openDeviceSecret = (dataKey: Buffer, deviceId: string, cipher: Buffer): string =>
  unseal(dataKey, cipher, context(deviceId)).toString('utf8');

export const pushTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The secret part of a vendor camera's own push URL: 192 bits. */
export const newPushToken = (): { token: string; hash: Buffer } => {
  const token = randomBytes(24).toString('base64url');
  return { token, hash: pushTokenHash(token) };
};

export const sameSecret = (left: string, right: string): boolean => {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
};

export type DeviceKind =
  'bay-sensor' | 'lane-camera' | 'lane-controller' | 'handheld' | 'video-pile' | 'high-mounted-video';

export interface KnownDevice {
  readonly id: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly kind: DeviceKind;
  readonly bayId: string | null;
  readonly laneId: string | null;
  readonly serial: string | null;
  readonly inUse: boolean;
  readonly secretCipher: Buffer;
  readonly sourceAddresses: readonly string[];
  readonly configuration: Readonly<Record<string, unknown>>;
}

const columns = sql`id, company_id as "companyId", lot_id as "lotId", kind, bay_id as "bayId", lane_id as "laneId", serial,
  state = 'in-use' as "inUse", secret_cipher as "secretCipher", source_addresses as "sourceAddresses", configuration`;

/** Under the identity role: which company a device belongs to is not known yet. */
export const readDevice = (tx: Tx, deviceId: string): Promise<KnownDevice | undefined> =>
  tx.row<KnownDevice>(sql`select ${columns} from device where id = ${deviceId}`);

export const readDeviceOfPushToken = (tx: Tx, token: string): Promise<KnownDevice | undefined> =>
  tx.row<KnownDevice>(sql`select ${columns} from device where push_token_hash = ${pushTokenHash(token)}`);

/** Every lot that has a device, over all companies: what the bridge listens to. */
export const lotsWithDevices = (tx: Tx): Promise<{ companyId: string; lotId: string }[]> =>
  tx.rows(sql`select distinct company_id as "companyId", lot_id as "lotId" from device`);

export interface DeviceSign {
  readonly deviceId: string;
  readonly seenAt: number;
  readonly online: boolean;
  readonly batteryPercent?: number;
  readonly signalDbm?: number;
  readonly firmware?: string;
  readonly fault?: string | null;
}

/** Signs of life, many in one statement: the newest of each device, business time. */
export const recordSigns = async (tx: Tx, signs: readonly DeviceSign[]): Promise<void> => {
  if (signs.length === 0) return;
  const rows = signs.map((sign) => ({ ...sign, hasFault: sign.fault !== undefined }));
  await tx.run(sql`
    update device d set online = s.online, last_seen_at = greatest(d.last_seen_at, instant(s."seenAt")),
      battery_percent = coalesce(s."batteryPercent", d.battery_percent), signal_dbm = coalesce(s."signalDbm", d.signal_dbm),
      firmware = coalesce(s.firmware, d.firmware), fault = case when s."hasFault" then s.fault else d.fault end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s ("deviceId" text, "seenAt" bigint, online boolean,
      "batteryPercent" integer, "signalDbm" integer, firmware text, fault text, "hasFault" boolean)
    where d.id = s."deviceId"`);
};
