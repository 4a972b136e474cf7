// Names every switch of the language that a random document and stay use, to see that the random ones use them all.
import {
  type Cap,
  type Charge,
  type ChargedRule,
  type DayChoice,
  type EventOverride,
  type FreeTime,
  type TariffDocument,
} from '../../../domain/tariff/document.ts';
import { type MinuteStay } from './reference.ts';

const listOf = <T extends object>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? (one as readonly T[]) : [one as T];

const ofChoice = (where: string, { days, seasons }: DayChoice): string[] => [
  ...(days === undefined ? [] : [`${where} days`]),
  ...(seasons === undefined ? [] : [`${where} seasons`]),
];

const ofCharge = (where: string, charge: Charge): string[] => {
  const name = `${where} ${charge.kind}`;
  if (charge.kind === 'free') return [`${name}${charge.advancesTiers === true ? ' advances' : ''}`];
  if (charge.kind === 'flat')
    return [`${name} ${charge.per}`, ...((charge.afterMinutes ?? 0) > 0 ? [`${name} after`] : [])];
  if (charge.kind === 'ladder') return [charge.then === undefined ? name : `${name} then`];
  const partial = charge.partialUnit === undefined ? [] : [`${name} ${charge.partialUnit.kind}`];
  return [charge.tiers.length > 1 ? `${name} tiers` : name, ...partial];
};

const ofFree = (time: FreeTime): string[] => [
  `free ${time.mode}${time.mode === 'deducted' ? '' : time.inclusive ? ' inclusive' : ' exclusive'}`,
  `free counts ${time.counts ?? 'elapsed'}`,
  `free per ${time.per ?? 'stay'}`,
  ...ofChoice('free', time),
  ...(time.limit === undefined ? [] : [`limit ${time.limit.per} ${time.limit.counts}`]),
];

const ofCap = (cap: Cap): string[] => [
  `cap ${cap.per}`,
  ...(typeof cap.amountFen === 'number' ? [] : [`cap ${cap.per} list`]),
  ...(cap.bands === undefined ? [] : [`cap ${cap.per} bands`]),
  ...ofChoice('cap', cap),
];

const ofEvent = (event: EventOverride): string[] => [
  `event after ${event.after}`,
  ...ofCharge('event', event.charge),
  ...ofChoice('event', event),
  ...(event.bands === undefined ? [] : ['event bands']),
  ...(event.from === undefined ? [] : ['event by the clock']),
  ...(event.startsFrom === undefined ? [] : ['event starts']),
];

const present = (name: string, value: unknown): string[] => (value === undefined ? [] : [`${name} ${String(value)}`]);

const ofRule = (rule: ChargedRule, stay: MinuteStay): string[] => [
  `clock ${rule.tierClock.counts} ${rule.tierClock.restarts}`,
  `minute ${rule.partialMinute}`,
  `partial ${rule.partialUnit.kind}`,
  ...(rule.partialUnit.kind === 'proRata' ? [`pro rata ${rule.partialUnit.rounding}`] : []),
  `at band end ${rule.atBandEnd}`,
  ...rule.bands.flatMap((band) => [...ofCharge('band', band.charge), ...ofChoice('band', band)]),
  ...rule.bands.flatMap(({ days }) => (days ?? []).map((day) => `day ${day}`)),
  ...listOf(rule.free).flatMap(ofFree),
  ...rule.caps.flatMap(ofCap),
  ...(rule.jumps ?? []).flatMap((jump) => [`jump ${jump.per} ${jump.counts}`, ...ofChoice('jump', jump)]),
  ...(rule.opening === undefined ? [] : [`opening ${rule.opening.per}`]),
  ...(stay.event === undefined ? [] : listOf(rule.event).flatMap(ofEvent)),
  ...(rule.event !== undefined && !('charge' in rule.event) ? ['event list'] : []),
  ...(rule.entryVariants ?? []).flatMap(({ changes, ...choice }) => [
    ...ofChoice('variant', choice),
    ...Object.keys(changes).map((name) => `variant ${name}`),
  ]),
  ...(rule.windowMinutes === undefined
    ? []
    : [`window ${[720, 1440].includes(rule.windowMinutes) ? rule.windowMinutes : 'other'}`]),
  ...(rule.dayStartsAt === undefined ? [] : ['day starts']),
  ...present('units end with day', rule.unitsEndWithDay),
  ...present('other times', rule.otherTimes),
  ...(rule.perBay === true && (stay.bays ?? 1) > 1 ? ['bays'] : []),
  ...(rule.minimumFen === undefined ? [] : ['minimum']),
  ...(rule.rounding === undefined ? [] : [`rounding ${rule.rounding.mode}`]),
  ...(rule.maximumStayMinutes === undefined ? [] : ['maximum stay']),
];

export const switchesOf = (document: TariffDocument, stay: MinuteStay): string[] => {
  const rule = document.rules[stay.vehicleClass];
  const ofDocument = [
    `zone ${document.zone}`,
    ...present('holidays', document.holidays),
    ...(document.nonMonotone === undefined ? [] : ['non-monotone']),
    ...(document.calendar === undefined ? [] : ['calendar of its own']),
  ];
  if (rule === undefined) return ofDocument;
  if (rule.kind === 'charged') return [...ofDocument, ...ofRule(rule, stay)];
  if (rule.kind === 'noCharge') return [...ofDocument, 'no charge'];
  const changes = Object.entries(rule.changes ?? {}).map(
    ([name, value]) => `changes ${name}${value === null ? ' away' : ''}`,
  );
  return [
    ...ofDocument,
    ...changes,
    `same as ${rule.percent ?? 100}`,
    ...(rule.percent === undefined ? [] : [`percent ${rule.percentRounding ?? 'up'}`]),
  ];
};

const named = (where: string, names: readonly string[]): string[] => names.map((name) => `${where} ${name}`);

/** Written down, not collected: a switch that the random documents miss is missed here. */
export const allSwitches: readonly string[] = [
  ...named('clock elapsed', ['stay', 'occurrence', 'calendarDay', 'window']),
  ...named('clock charged', ['stay', 'occurrence', 'calendarDay', 'window']),
  ...named('minute', ['dropped', 'counted']),
  ...named('partial', ['started', 'completed', 'afterMinutes', 'proRata']),
  ...named('pro rata', ['up', 'down', 'nearest']),
  ...named('at band end', ['split', 'runOn']),
  ...named('band', ['days', 'seasons', 'free', 'free advances', 'ladder', 'ladder then', 'units', 'units tiers']),
  ...named('band units', ['started', 'completed', 'afterMinutes', 'proRata']),
  ...named('band flat', ['occurrence', 'calendarDay', 'window', 'stay', 'after']),
  ...named('event', [
    'free',
    'free advances',
    'ladder',
    'ladder then',
    'units',
    'units tiers',
    'after start',
    'after end',
    'bands',
  ]),
  ...named('event units', ['started', 'completed', 'afterMinutes', 'proRata']),
  ...named('event flat', ['occurrence', 'calendarDay', 'window', 'stay', 'after']),
  ...named('day', ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']),
  ...named('day', [
    'everyMonday',
    'everyTuesday',
    'everyWednesday',
    'everyThursday',
    'everyFriday',
    'everySaturday',
    'everySunday',
  ]),
  ...named('day', ['workday', 'makeUpWorkday', 'weekend', 'holiday', 'shortHoliday', 'longHoliday', 'marketDay']),
  ...named('event', ['days', 'seasons', 'list', 'by the clock', 'starts']),
  ...named('variant', ['days', 'seasons', 'bands', 'free', 'opening', 'minimumFen', 'partialUnit']),
  ...named('free', ['threshold inclusive', 'threshold exclusive', 'deducted', 'days', 'seasons']),
  ...named('free counts', ['elapsed', 'charged']),
  ...named('free per', ['stay', 'window', 'calendarDay']),
  ...named('limit last24Hours', ['freeStays', 'stays']),
  ...named('limit calendarDay', ['freeStays', 'stays']),
  ...named('cap', ['occurrence', 'calendarDay', 'window', 'sevenDays', 'stay', 'days', 'seasons']),
  ...named('cap', ['calendarDay list', 'window list', 'sevenDays list']),
  ...named('cap', ['occurrence bands', 'calendarDay bands', 'window bands', 'stay bands']),
  ...named('jump calendarDay', ['elapsed', 'charged']),
  ...named('jump window', ['elapsed', 'charged']),
  ...named('jump stay', ['elapsed', 'charged']),
  ...named('jump', ['days', 'seasons']),
  ...named('opening', ['stay', 'window', 'calendarDay']),
  ...named('window', ['720', '1440', 'other']),
  ...named('units end with day', ['true', 'false']),
  ...named('rounding', ['up', 'down', 'nearest']),
  ...named('holidays', ['observed', 'ignored']),
  ...named('same as', ['33', '50', '100', '150', '200']),
  ...named('percent', ['up', 'down', 'nearest']),
  ...named('changes', [
    'free',
    'free away',
    'partialUnit',
    'caps',
    'jumps away',
    'opening',
    'opening away',
    'event away',
  ]),
  ...named('changes', [
    'minimumFen',
    'minimumFen away',
    'rounding',
    'rounding away',
    'dayStartsAt',
    'dayStartsAt away',
  ]),
  ...[
    'day starts',
    'other times free',
    'bays',
    'minimum',
    'maximum stay',
    'no charge',
    'non-monotone',
    'calendar of its own',
  ],
];
