// The switch "day type": workday, weekend, make-up workday, rest day, short and long holiday, season, and days of one's own.
import { describe, expect, test } from '@jest/globals';
import { areDistinct, band, feesUnder, pricesOf, small, title, units, type Json, type Row } from './cases.ts';

/** Around the week of 9 to 15 March 2026: what is listed differs from its weekday. */
const calendar = {
  version: 'test',
  days: {
    '2026-03-13': 'weekend',
    '2026-03-14': 'workday',
    '2026-03-17': 'shortHoliday',
    '2026-03-18': 'longHoliday',
  },
  ownDays: { '2026-03-12': 'market', '2026-03-17': 'fair' },
};

const on = (name: string, hourlyFen: number, days: readonly string[], rest: Json = {}): Json =>
  band(name, '00:00', '24:00', units(60, hourlyFen), { days, ...rest });

const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

describe('every kind of day at its own price', () => {
  const prices = pricesOf(
    small(
      {
        bands: [
          on('week', 100, weekdayNames),
          on('make-up', 150, ['makeUpWorkday']),
          on('weekend', 200, ['weekend']),
          on('short', 300, ['shortHoliday']),
          on('long', 400, ['longHoliday']),
        ],
      },
      { calendar },
    ),
  );

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:00', 100, 'an ordinary Wednesday: 1 x 1.00'],
    ['Fri 09:00', 'Fri 10:00', 200, 'a Friday that is a rest day: 1 x 2.00'],
    ['Sat 09:00', 'Sat 10:00', 150, 'a Saturday that is worked: 1 x 1.50'],
    ['Sun 09:00', 'Sun 10:00', 200, 'an ordinary Sunday: 1 x 2.00'],
    ['2026-03-17 09:00', '2026-03-17 10:00', 300, 'a short holiday: 1 x 3.00'],
    ['2026-03-18 09:00', '2026-03-18 10:00', 400, 'a long holiday: 1 x 4.00'],
    ['Thu 23:00', 'Fri 00:00', 100, 'exit at midnight: 1 x 1.00'],
    ['Thu 23:00', 'Fri 00:01', 300, '1.00 + 2.00'],
    ['Fri 00:00', 'Fri 01:00', 200, 'entry at midnight: 1 x 2.00'],
    ['Thu 00:00', '2026-03-19 00:00', 34_800, '24 x (1.00 + 2.00 + 1.50 + 2.00 + 1.00 + 3.00 + 4.00) = 24 x 14.50'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test.each([
    ['Wed', 'workday'],
    ['Fri', 'weekend'],
    ['Sat', 'makeUpWorkday'],
    ['Sun', 'weekend'],
    ['2026-03-17', 'shortHoliday'],
    ['2026-03-18', 'longHoliday'],
  ])('the breakdown calls %s a %s', (date, dayType) => {
    expect(prices.lines(`${date} 09:00`, `${date} 10:00`)).toMatchObject([{ dayType, units: 1 }]);
  });
});

describe('workday, weekend and holiday take the kinds together', () => {
  const bands = [on('work', 100, ['workday']), on('weekend', 200, ['weekend']), on('holiday', 300, ['holiday'])];
  const prices = pricesOf(small({ bands }, { calendar }));

  test.each<Row>([
    ['Wed 09:00', 'Wed 10:00', 100, 'an ordinary Wednesday'],
    ['Sat 09:00', 'Sat 10:00', 100, 'a make-up workday is a workday'],
    ['Fri 09:00', 'Fri 10:00', 200, 'a rest day is a weekend'],
    ['2026-03-17 09:00', '2026-03-17 10:00', 300, 'a short holiday'],
    ['2026-03-18 09:00', '2026-03-18 10:00', 300, 'a long holiday'],
    ['Sat 23:00', 'Sun 01:00', 300, '1.00 + 2.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });
});

describe('a weekday by name: ordinary ones only, or every one', () => {
  const ordinary = pricesOf(
    small(
      {
        bands: [
          on('tuesday', 500, ['tuesday']),
          on('rest', 100, ['monday', ...weekdayNames.slice(2), 'makeUpWorkday', 'weekend', 'holiday']),
        ],
      },
      { calendar },
    ),
  );
  const others = ['Monday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((name) => `every${name}`);
  const every = pricesOf(
    small({ bands: [on('tuesday', 500, ['everyTuesday']), on('rest', 100, others)] }, { calendar }),
  );

  test.each<Row>([
    ['Tue 09:00', 'Tue 10:00', 500, 'an ordinary Tuesday'],
    ['2026-03-17 09:00', '2026-03-17 10:00', 100, 'a Tuesday that is a holiday is no tuesday'],
    ['Mon 23:00', 'Tue 00:00', 100, 'the Monday before it, to midnight'],
    ['Mon 23:00', 'Tue 00:01', 600, '1.00 + 5.00'],
    ['Tue 23:00', 'Wed 01:00', 600, '5.00 + 1.00'],
  ])(`tuesday: ${title}`, (entry, exit, fee) => {
    expect(ordinary.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['Tue 09:00', 'Tue 10:00', 500, 'an ordinary Tuesday'],
    ['2026-03-17 09:00', '2026-03-17 10:00', 500, 'a Tuesday that is a holiday'],
    ['Fri 09:00', 'Fri 10:00', 100, 'a Friday that is a rest day'],
    ['Sat 09:00', 'Sat 10:00', 100, 'a Saturday that is worked'],
    ['Mon 23:00', 'Wed 01:00', 12_200, '1.00 + 24 x 5.00 + 1.00'],
  ])(`everyTuesday: ${title}`, (entry, exit, fee) => {
    expect(every.fee(entry, exit)).toBe(fee);
  });
});

describe('holidays that are ignored are the weekday they fall on', () => {
  const bands = [on('work', 100, ['workday']), on('weekend', 200, ['weekend'])];
  const prices = pricesOf(small({ bands }, { calendar, holidays: 'ignored' }));

  test.each<Row>([
    ['Fri 09:00', 'Fri 10:00', 100, 'a Friday, whatever is listed'],
    ['Sat 09:00', 'Sat 10:00', 200, 'a Saturday, worked or not'],
    ['2026-03-17 09:00', '2026-03-17 10:00', 100, 'a Tuesday'],
    ['2026-03-18 09:00', '2026-03-18 10:00', 100, 'a Wednesday'],
    ['Fri 23:00', 'Sat 01:00', 300, '1.00 + 2.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('is told by the fee of a worked Saturday, a holiday Tuesday and a rest day', () => {
    const holiday = on('holiday', 300, ['holiday']);
    const under = (holidays: string): Json => small({ bands: [...bands, holiday] }, { calendar, holidays });
    const documents = { observed: under('observed'), ignored: under('ignored') };
    expect(feesUnder(documents, 'Sat 09:00', 'Sat 10:00')).toEqual({ observed: 100, ignored: 200 });
    expect(feesUnder(documents, '2026-03-17 09:00', '2026-03-17 10:00')).toEqual({ observed: 300, ignored: 100 });
    expect(feesUnder(documents, 'Fri 09:00', 'Fri 10:00')).toEqual({ observed: 200, ignored: 100 });
  });
});

describe('days of the operator’s own', () => {
  const bands = [on('work', 100, ['workday']), on('rest', 200, ['weekend', 'holiday'])];
  const fair = on('fair', 900, ['fair']);
  const market = on('market', 500, ['market']);
  const ownDays = ['market', 'fair'];
  const prices = pricesOf(small({ bands: [...bands, market, fair] }, { calendar, ownDays }));

  test.each<Row>([
    ['Thu 09:00', 'Thu 10:00', 500, 'the market on a Thursday'],
    ['Wed 23:00', 'Thu 00:00', 100, 'the day before, to midnight'],
    ['Wed 23:00', 'Thu 00:01', 600, '1.00 + 5.00'],
    ['Thu 23:00', 'Fri 01:00', 700, '5.00 + a rest day 2.00'],
    ['2026-03-17 09:00', '2026-03-17 10:00', 900, 'an own day goes before a holiday'],
    ['2026-03-16 00:00', '2026-03-18 00:00', 24_000, '24 x 1.00 + 24 x 9.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('are named in the breakdown', () => {
    expect(prices.lines('Thu 09:00', 'Thu 10:00')).toMatchObject([{ dayType: 'market', band: 'market' }]);
  });

  test('are seen by a document that declares them only, and also when holidays are ignored', () => {
    const fees = feesUnder(
      {
        undeclared: small({ bands }, { calendar }),
        declared: small({ bands: [...bands, market, fair] }, { calendar, ownDays }),
        ignored: small(
          { bands: [on('all', 100, ['workday', 'weekend']), market] },
          { calendar, ownDays: ['market'], holidays: 'ignored' },
        ),
      },
      'Thu 09:00',
      'Thu 10:00',
    );
    expect(fees).toEqual({ undeclared: 100, declared: 500, ignored: 500 });
  });

  test('are no everyTuesday and no everyThursday', () => {
    const every = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
    const json = small(
      {
        bands: [
          on(
            'all',
            100,
            every.map((name) => `every${name}`),
          ),
          market,
        ],
      },
      { calendar, ownDays: ['market'] },
    );
    expect(pricesOf(json).fee('Thu 09:00', 'Thu 10:00')).toBe(500);
  });
});

describe('seasons, one of which runs over the new year', () => {
  const seasons = [
    { name: 'summer', from: '05-01', to: '09-30' },
    { name: 'winter', from: '10-01', to: '04-30' },
  ];
  const all = (name: string, hourlyFen: number, rest: Json): Json =>
    band(name, '00:00', '24:00', units(60, hourlyFen), rest);
  const prices = pricesOf(
    small(
      { bands: [all('summer', 500, { seasons: ['summer'] }), all('winter', 300, { seasons: ['winter'] })] },
      { seasons },
    ),
  );
  const summerWeekends = pricesOf(
    small(
      {
        bands: [
          all('beach', 900, { seasons: ['summer'], days: ['weekend'] }),
          all('summer', 500, { seasons: ['summer'], days: ['workday', 'holiday'] }),
          all('winter', 300, { seasons: ['winter'] }),
        ],
      },
      { seasons },
    ),
  );

  test.each<Row>([
    ['2026-04-30 23:00', '2026-05-01 00:00', 300, 'the last hour of winter'],
    ['2026-04-30 23:00', '2026-05-01 00:01', 800, '3.00 + 5.00'],
    ['2026-05-01 00:00', '2026-05-01 01:00', 500, 'the first hour of summer'],
    ['2026-09-30 23:00', '2026-10-01 01:00', 800, 'both ends are included: 5.00 + 3.00'],
    ['2026-12-31 23:00', '2027-01-01 01:00', 600, 'winter runs over the new year: 2 x 3.00'],
    ['2028-02-29 12:00', '2028-02-29 13:00', 300, 'a leap day: 1 x 3.00'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test.each<Row>([
    ['2026-07-04 09:00', '2026-07-04 10:00', 900, 'a Saturday in July needs both: 1 x 9.00'],
    ['2026-07-03 09:00', '2026-07-03 10:00', 500, 'a Friday in July: 1 x 5.00'],
    ['2026-01-03 09:00', '2026-01-03 10:00', 300, 'a Saturday in January: 1 x 3.00'],
    ['2026-07-05 23:00', '2026-07-06 01:00', 1400, 'Sunday to Monday: 9.00 + 5.00'],
    ['2026-10-03 09:00', '2026-10-03 11:00', 600, 'a Saturday in October: 2 x 3.00'],
  ])(`with days: ${title}`, (entry, exit, fee) => {
    expect(summerWeekends.fee(entry, exit)).toBe(fee);
  });
});

describe('a band belongs to the day on which it begins', () => {
  const part = (name: string, from: string, to: string, hourlyFen: number, days: readonly string[]): Json =>
    band(name, from, to, units(60, hourlyFen), { days });
  const rest = ['weekend', 'holiday'];
  const prices = pricesOf(
    small({
      bands: [
        part('day', '08:00', '20:00', 600, ['workday']),
        part('night', '20:00', '08:00', 100, ['workday']),
        part('rest day', '08:00', '20:00', 300, rest),
        part('rest night', '20:00', '08:00', 50, rest),
      ],
    }),
  );

  test.each<Row>([
    ['Fri 22:00', 'Sat 08:00', 1000, 'the night of Friday until Saturday 08:00: 10 x 1.00'],
    ['Fri 22:00', 'Sat 10:00', 1600, '10 x 1.00 + 2 x 3.00'],
    ['Sat 03:00', 'Sat 04:00', 100, 'Saturday at 03:00 is still the night of Friday: 1 x 1.00'],
    ['Sun 22:00', '2026-03-16 09:00', 1100, 'the night of Sunday until Monday 08:00: 10 x 0.50 + 6.00'],
    ['Fri 08:00', '2026-03-16 08:00', 16_800, '12 x 6.00 + 12 x 1.00 + 2 x (12 x 3.00 + 12 x 0.50)'],
  ])(title, (entry, exit, fee) => {
    expect(prices.fee(entry, exit)).toBe(fee);
  });

  test('and the breakdown names that day', () => {
    expect(prices.lines('Sat 03:00', 'Sat 04:00')).toMatchObject([{ band: 'night', dayType: 'workday' }]);
  });
});

test('the kind of a day is told by the fee of an hour', () => {
  const document = (date: string, type: string): Json =>
    small(
      {
        bands: [
          on('week', 100, weekdayNames),
          on('make-up', 150, ['makeUpWorkday']),
          on('weekend', 200, ['weekend']),
          on('short', 300, ['shortHoliday']),
          on('long', 400, ['longHoliday']),
        ],
      },
      { calendar: { version: type, days: { [date]: type } } },
    );
  const types = ['workday', 'weekend', 'shortHoliday', 'longHoliday'];
  const fees = feesUnder(
    Object.fromEntries(types.map((type) => [type, document('2026-03-14', type)])),
    'Sat 09:00',
    'Sat 10:00',
  );
  expect(fees).toEqual({ workday: 150, weekend: 200, shortHoliday: 300, longHoliday: 400 });
  expect(areDistinct(fees)).toBe(true);
});
