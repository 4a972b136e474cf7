// Devices: what they are, where they hang and how they were when last heard of.
import { defineEntity, p } from '@mikro-orm/core';

const DeviceSchema = defineEntity({
  name: 'DeviceRow',
  tableName: 'device',
  properties: {
    id: p.text().primary(),
    companyId: p.uuid(),
    lotId: p.uuid(),
    kind: p.enum([
      'bay-sensor',
      'lane-camera',
      'lane-controller',
      'handheld',
      'video-pile',
      'high-mounted-video',
    ] as const),
    bayId: p.uuid().nullable(),
    laneId: p.uuid().nullable(),
    serial: p.text().nullable(),
    name: p.text(),
    state: p.enum(['in-use', 'out-of-use'] as const),
    // Secrets are sealed; the API writes them and never reads them back.
    secretCipher: p.blob().lazy(),
    pushTokenHash: p.blob().nullable().lazy(),
    sourceAddresses: p.array(),
    online: p.boolean().default(false),
    lastSeenAt: p.datetime(3).nullable(),
    batteryPercent: p.integer().nullable(),
    signalDbm: p.integer().nullable(),
    firmware: p.text().nullable(),
    fault: p.text().nullable(),
    configuration: p.json<Record<string, unknown>>(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class DeviceRow extends DeviceSchema.class {}
DeviceSchema.setClass(DeviceRow);
