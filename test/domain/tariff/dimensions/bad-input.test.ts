// Documents and stays that say nothing, or two things at once: each is refused with its own code and the place.
import { describe, expect, test } from '@jest/globals';
import { parseStays } from '../../../../domain/tariff/parse-stays.ts';
import { parseTariff } from '../../../../domain/tariff/parse.ts';
import { allDay, band, dayBand, free, nightBand, rules, small, tiers, units, type Json } from './cases.ts';

interface Found {
  readonly code: string;
  readonly pointer: string;
}

/** Codes and places only: words may change. */
const problemsOf = (json: unknown): Found[] => {
  const read = parseTariff(json);
  return Array.isArray(read) ? read.map(({ code, pointer }) => ({ code, pointer })) : [];
};

type Bad = readonly [what: string, json: unknown, code: string, pointer: string];

const refuses = (cases: readonly Bad[]): void => {
  test.each(cases)('%s', (_what, json, code, pointer) => {
    expect(problemsOf(json)).toEqual([{ code, pointer }]);
  });
};

const bandsAt = '/rules/small/bands';
const tiersAt = `${bandsAt}/0/charge/tiers`;
const hourly = units(60, 500);
const bands = (...list: readonly Json[]): Json => small({ bands: list });
const rule = (rest: Json): Json => small({ bands: [allDay(hourly)], ...rest });
const charge = (value: Json): Json => bands(allDay(value));
const document = (rest: Json): Json => ({ ...small({ bands: [allDay(hourly)] }), ...rest });

test('the documents that the cases change are accepted', () => {
  const good = [rule({}), bands(dayBand(hourly), nightBand(free)), rules({ small: { kind: 'noCharge' } })];
  expect(good.map(problemsOf)).toEqual([[], [], []]);
});

describe('bands: overlap, gap, missing-day-type', () => {
  const workdays = { days: ['workday'] };
  const others = { days: ['weekend', 'holiday'] };
  refuses([
    ['two bands at one time', bands(dayBand(hourly), band('night', '19:59', '08:00', free)), 'overlap', `${bandsAt}/1`],
    [
      'a night into the next day',
      bands(dayBand(hourly), band('night', '20:00', '08:01', free)),
      'overlap',
      `${bandsAt}/1`,
    ],
    ['a night that nobody prices', bands(dayBand(hourly)), 'gap', bandsAt],
    ['a minute that nobody prices', bands(dayBand(hourly), band('night', '20:00', '07:59', free)), 'gap', bandsAt],
    [
      'a minute of the weekend',
      bands(band('work', '00:00', '24:00', hourly, workdays), band('rest', '00:00', '23:59', free, others)),
      'gap',
      bandsAt,
    ],
    ['no band for weekends and holidays', bands(allDay(hourly, workdays)), 'missing-day-type', bandsAt],
    ['no band for holidays', bands(allDay(hourly, { days: ['workday', 'weekend'] })), 'missing-day-type', bandsAt],
    [
      'no band for a day of one’s own',
      small({ bands: [allDay(hourly, { days: ['workday', 'weekend', 'holiday'] })] }, { ownDays: ['fair'] }),
      'missing-day-type',
      bandsAt,
    ],
  ]);

  test('a night of a workday is in the way of every band of the next day', () => {
    const work = band('work', '00:00', '20:00', hourly, workdays);
    const night = band('night', '20:00', '00:01', free, workdays);
    const rest = band('rest', '00:00', '24:00', free, others);
    expect(problemsOf(bands(work, night, rest))).toEqual([
      { code: 'overlap', pointer: `${bandsAt}/1` },
      { code: 'overlap', pointer: `${bandsAt}/2` },
    ]);
  });

  test('but not where the rule says that other times are free, or that holidays are ignored', () => {
    const quiet = small({ otherTimes: 'free', bands: [dayBand(hourly)] });
    const quietWeekend = small({ otherTimes: 'free', bands: [allDay(hourly, { days: ['workday'] })] });
    const ignored = small({ bands: [allDay(hourly, { days: ['workday', 'weekend'] })] }, { holidays: 'ignored' });
    expect([quiet, quietWeekend, ignored].map(problemsOf)).toEqual([[], [], []]);
  });
});

describe('amounts: negative, fraction, cap-below-unit', () => {
  const cap = (amountFen: unknown): Json => rule({ caps: [{ per: 'calendarDay', amountFen }] });
  refuses([
    ['a negative price', charge(units(60, -1)), 'negative', `${tiersAt}/0/unitPriceFen`],
    ['a negative cap', cap(-2000), 'negative', '/rules/small/caps/0/amountFen'],
    ['a negative flat', charge({ kind: 'flat', amountFen: -1 }), 'negative', `${bandsAt}/0/charge/amountFen`],
    ['a negative least amount', rule({ minimumFen: -1 }), 'negative', '/rules/small/minimumFen'],
    [
      'a negative opening',
      rule({ opening: { minutes: 60, amountFen: -1 } }),
      'negative',
      '/rules/small/opening/amountFen',
    ],
    [
      'a negative jump',
      rule({ jumps: [{ per: 'stay', overMinutes: 60, amountFen: -1 }] }),
      'negative',
      '/rules/small/jumps/0/amountFen',
    ],
    ['a fraction of a fen', charge(units(60, 2.5)), 'fraction', `${tiersAt}/0/unitPriceFen`],
    ['a fraction of a fen in a cap', cap(2000.5), 'fraction', '/rules/small/caps/0/amountFen'],
    ['a fraction of a minute', charge(units(0.5, 500)), 'fraction', `${tiersAt}/0/unitMinutes`],
    [
      'a fraction of a free minute',
      rule({ free: { minutes: 7.5, mode: 'threshold' } }),
      'fraction',
      '/rules/small/free/minutes',
    ],
    ['a cap below one unit', cap(499), 'cap-below-unit', '/rules/small/caps/0'],
    [
      'a second cap below one unit',
      rule({
        caps: [
          { per: 'stay', amountFen: 9000 },
          { per: 'window', amountFen: 400 },
        ],
      }),
      'cap-below-unit',
      '/rules/small/caps/1',
    ],
  ]);

  test('but a cap of exactly one unit, and one of a cheaper band, are accepted', () => {
    const night = small({
      bands: [dayBand(hourly), nightBand(units(60, 100))],
      caps: [{ per: 'occurrence', amountFen: 300, bands: ['night'] }],
    });
    expect([cap(500), night].map(problemsOf)).toEqual([[], []]);
  });
});

describe('what cannot be reached, or makes a longer stay cheaper: unreachable, fee-may-fall', () => {
  const steps = (...amounts: readonly number[]): Json =>
    charge({
      kind: 'ladder',
      steps: amounts.map((amountFen, index) => ({ untilMinutes: 60 * (index + 1), amountFen })),
    });
  const jump = { jumps: [{ per: 'calendarDay', overMinutes: 240, amountFen: 1999 }] };
  refuses([
    ['a tier after the last', charge(tiers([null, 60, 500], [null, 60, 300])), 'unreachable', `${tiersAt}/0`],
    [
      'a tier that ends where the one above does',
      charge(tiers([60, 60, 500], [60, 60, 400], [null, 60, 300])),
      'unreachable',
      `${tiersAt}/1`,
    ],
    [
      'a tier that ends before the one above',
      charge(tiers([60, 60, 500], [30, 60, 400], [null, 60, 300])),
      'unreachable',
      `${tiersAt}/1`,
    ],
    ['a step that costs less than the one before', steps(500, 400), 'fee-may-fall', `${bandsAt}/0/charge/steps/1`],
    [
      'a day amount below the fifth hour, which begins before it',
      rule({ jumps: [{ per: 'calendarDay', overMinutes: 250, amountFen: 2400 }] }),
      'fee-may-fall',
      '/rules/small/jumps/0',
    ],
    ['a day amount below the hours before it', rule(jump), 'fee-may-fall', '/rules/small/jumps/0'],
  ]);

  test('unless the document gives a reason', () => {
    const reason = { nonMonotone: { reason: 'a day ticket' } };
    expect(problemsOf({ ...rule(jump), ...reason })).toEqual([]);
    expect(problemsOf(rule({ jumps: [{ per: 'calendarDay', overMinutes: 240, amountFen: 2000 }] }))).toEqual([]);
  });
});

describe('names: unknown-reference, duplicate', () => {
  const caps = [{ per: 'calendarDay', amountFen: 2000, bands: ['evening'] }];
  const summer = { name: 'summer', from: '05-01', to: '09-30' };
  refuses([
    ['a cap of no band', rule({ caps }), 'unknown-reference', '/rules/small/caps/0/bands/0'],
    [
      'an event in no band',
      rule({ event: { bands: ['evening'], charge: free } }),
      'unknown-reference',
      '/rules/small/event/bands/0',
    ],
    [
      'a band of no season',
      bands(allDay(hourly, { seasons: ['spring'] })),
      'unknown-reference',
      `${bandsAt}/0/seasons/0`,
    ],
    [
      'a cap of no season',
      rule({ caps: [{ per: 'calendarDay', amountFen: 2000, seasons: ['spring'] }] }),
      'unknown-reference',
      '/rules/small/caps/0/seasons/0',
    ],
    [
      'a band of no own day',
      bands(allDay(hourly), band('fair', '00:00', '24:00', free, { days: ['fair'] })),
      'unknown-reference',
      `${bandsAt}/1/days/0`,
    ],
    [
      'the same as no class',
      rules({ small: { kind: 'noCharge' }, bus: { kind: 'sameAs', vehicleClass: 'coach' } }),
      'unknown-reference',
      '/rules/bus/vehicleClass',
    ],
    [
      'the same as itself',
      rules({ small: { kind: 'noCharge' }, bus: { kind: 'sameAs', vehicleClass: 'bus' } }),
      'unknown-reference',
      '/rules/bus/vehicleClass',
    ],
    [
      'two bands of one name',
      bands(band('day', '08:00', '20:00', hourly), band('day', '20:00', '08:00', free)),
      'duplicate',
      `${bandsAt}/1`,
    ],
    ['two seasons of one name', document({ seasons: [summer, summer] }), 'duplicate', '/seasons/1'],
    ['an own day twice', document({ ownDays: ['fair', 'fair'] }), 'duplicate', '/ownDays/1'],
  ]);
});

describe('members: unknown-member, missing, wrong-type', () => {
  const without = (name: string): Json => Object.fromEntries(Object.entries(rule({})).filter(([key]) => key !== name));
  refuses([
    ['a colour', document({ colour: 'blue' }), 'unknown-member', '/colour'],
    ['a price beside the charge', bands(allDay(hourly, { price: 500 })), 'unknown-member', `${bandsAt}/0/price`],
    ['tiers of a free band', charge({ kind: 'free', tiers: [] }), 'unknown-member', `${bandsAt}/0/charge/tiers`],
    [
      'a class that pays nothing for its bands',
      rules({ small: { kind: 'noCharge', bands: [] } }),
      'unknown-member',
      '/rules/small/bands',
    ],
    ['no zone', without('zone'), 'missing', '/zone'],
    ['no rules', without('rules'), 'missing', '/rules'],
    ['no schema version', without('schemaVersion'), 'missing', '/schemaVersion'],
    ['no English name', document({ name: { zh: '费率' } }), 'missing', '/name/en'],
    ['no bands', rules({ small: { kind: 'charged' } }), 'missing', '/rules/small/bands'],
    ['an array', [], 'wrong-type', ''],
    ['null', null, 'wrong-type', ''],
    ['rules in an array', document({ rules: [] }), 'wrong-type', '/rules'],
    [
      'minutes in words',
      charge({ kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: '60', unitPriceFen: 500 }] }),
      'wrong-type',
      `${tiersAt}/0/unitMinutes`,
    ],
    [
      'a yes',
      rule({ free: { minutes: 15, mode: 'threshold', inclusive: 'yes' } }),
      'wrong-type',
      '/rules/small/free/inclusive',
    ],
    ['bands in an object', rule({ bands: {} }), 'wrong-type', bandsAt],
  ]);
});

describe('values: out-of-range, bad-format, unknown-zone, unsupported-version', () => {
  refuses([
    ['a unit of no length', charge(units(0, 500)), 'out-of-range', `${tiersAt}/0/unitMinutes`],
    ['a hundred billion', charge(units(60, 1e11)), 'out-of-range', `${tiersAt}/0/unitPriceFen`],
    ['a last tier that ends', charge(tiers([60, 60, 500])), 'out-of-range', `${tiersAt}/0`],
    ['no band at all', rule({ bands: [] }), 'out-of-range', bandsAt],
    ['a band from 24:00', bands(band('all', '24:00', '24:00', hourly)), 'out-of-range', `${bandsAt}/0/from`],
    ['a band to 25:00', bands(band('all', '00:00', '25:00', hourly)), 'out-of-range', `${bandsAt}/0/to`],
    ['a time of three digits', bands(band('all', '0:00', '24:00', hourly)), 'bad-format', `${bandsAt}/0/from`],
    ['a currency in words', document({ currency: 'yuan' }), 'bad-format', '/currency'],
    ['a kind of rule that is none', rules({ small: { kind: 'gratis' } }), 'bad-format', '/rules/small/kind'],
    [
      'a period that is none',
      rule({ caps: [{ per: 'month', amountFen: 2000 }] }),
      'bad-format',
      '/rules/small/caps/0/per',
    ],
    [
      'a date that is none',
      document({ calendar: { version: '1', days: { '2026-02-30': 'workday' } } }),
      'bad-format',
      '/calendar/days/2026-02-30',
    ],
    [
      'a season of no date',
      document({ seasons: [{ name: 'summer', from: '5-1', to: '09-30' }] }),
      'bad-format',
      '/seasons/0/from',
    ],
    ['a zone nowhere', document({ zone: 'Asia/Nowhere' }), 'unknown-zone', '/zone'],
    ['an offset for a zone', document({ zone: '+08:00' }), 'unknown-zone', '/zone'],
    ['the next version', document({ schemaVersion: 2 }), 'unsupported-version', '/schemaVersion'],
  ]);
});

describe('stays', () => {
  const stay = (entry: unknown, exit: unknown, rest: Json = {}): unknown => [{ entry, exit, ...rest }];
  const [morning, noon] = ['2026-03-11T09:00:00+08:00', '2026-03-11T12:00:00+08:00'];

  test.each<Bad>([
    ['an exit before the entry', stay(noon, morning), 'exit-before-entry', '/0/exit'],
    ['a second before it', stay(noon, '2026-03-11T03:59:59Z'), 'exit-before-entry', '/0/exit'],
    ['over ten years', stay(morning, '2036-03-22T09:00:00+08:00'), 'stay-too-long', '/0/exit'],
    ['a time without an offset', stay('2026-03-11T09:00:00', noon), 'bad-format', '/0/entry'],
    ['no exit', [{ entry: morning }], 'missing', '/0/exit'],
    ['a number for a time', stay(morning, 5), 'wrong-type', '/0/exit'],
    ['a colour', stay(morning, noon, { colour: 'blue' }), 'unknown-member', '/0/colour'],
    ['no list', {}, 'wrong-type', ''],
  ])('are refused: %s', (_what, json, code, pointer) => {
    expect(parseStays(json)).toMatchObject([{ code, pointer }]);
  });

  test('are found by their place in the list', () => {
    const list = [
      { entry: morning, exit: noon },
      { entry: noon, exit: morning },
    ];
    expect(parseStays(list)).toMatchObject([{ code: 'exit-before-entry', pointer: '/1/exit' }]);
  });

  test('that are empty, or of nearly ten years, are read', () => {
    expect(parseStays(stay(morning, morning))).toHaveLength(1);
    expect(parseStays(stay(morning, '2036-03-10T09:00:00+08:00'))).toMatchObject([{ vehicleClass: 'small' }]);
  });
});
