// The topics of the device access specification: `ps/v1/{company}/{lot}/{deviceId}/…`. No other file builds or splits one.

export interface DeviceAddress {
  readonly companyId: string;
  readonly lotId: string;
  readonly deviceId: string;
}

export const upKinds = ['event', 'heartbeat', 'status'] as const;
export type UpKind = (typeof upKinds)[number];

const root = 'ps/v1';

export const topicPrefix = ({ companyId, lotId, deviceId }: DeviceAddress): string =>
  `${root}/${companyId}/${lotId}/${deviceId}`;
export const upTopic = (address: DeviceAddress, kind: UpKind): string => `${topicPrefix(address)}/up/${kind}`;
export const downTopic = (address: DeviceAddress, command: string): string => `${topicPrefix(address)}/down/${command}`;
export const ackTopic = (address: DeviceAddress, command: string): string => `${downTopic(address, command)}/ack`;
export const receivedTopic = (address: DeviceAddress): string => downTopic(address, 'received');

/** What the bridge subscribes to for one lot: everything its devices send, and their answers to commands. */
export const lotFilters = (companyId: string, lotId: string): string[] => [
  `${root}/${companyId}/${lotId}/+/up/+`,
  `${root}/${companyId}/${lotId}/+/down/+/ack`,
];

export type ParsedTopic =
  | (DeviceAddress & { readonly direction: 'up'; readonly kind: UpKind })
  | (DeviceAddress & { readonly direction: 'ack'; readonly command: string });

const isUpKind = (text: string): text is UpKind => (upKinds as readonly string[]).includes(text);

/** Undefined for a topic that no device may use. */
export const parseTopic = (topic: string): ParsedTopic | undefined => {
  const [ps, version, companyId, lotId, deviceId, direction, kind, ack, ...rest] = topic.split('/');
  if (`${ps}/${version}` !== root || !companyId || !lotId || !deviceId || !kind || rest.length > 0) return undefined;
  const address = { companyId, lotId, deviceId };
  if (direction === 'up' && ack === undefined && isUpKind(kind)) return { ...address, direction, kind };
  if (direction === 'down' && ack === 'ack') return { ...address, direction: 'ack', command: kind };
  return undefined;
};
