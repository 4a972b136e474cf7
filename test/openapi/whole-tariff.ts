// A tariff document that says every member of the language once, to be broken member by member.
const text = { zh: '示例', en: 'sample' };
const units = (unitMinutes: number, unitPriceFen: number) => ({
  kind: 'units',
  tiers: [
    { untilMinutes: 60, unitMinutes, unitPriceFen },
    { untilMinutes: null, unitMinutes, unitPriceFen },
  ],
});

const charged = {
  kind: 'charged',
  free: [
    { days: ['weekend'], seasons: ['summer'], minutes: 30, mode: 'deducted', counts: 'charged', per: 'window' },
    {
      minutes: 15,
      mode: 'threshold',
      inclusive: false,
      limit: { times: 1, per: 'last24Hours', counts: 'stays' },
    },
  ],
  tierClock: { counts: 'charged', restarts: 'calendarDay' },
  partialMinute: 'counted',
  partialUnit: { kind: 'afterMinutes', minutes: 5 },
  atBandEnd: 'runOn',
  windowMinutes: 720,
  dayStartsAt: '06:00',
  unitsEndWithDay: true,
  otherTimes: 'free',
  bands: [
    {
      name: 'morning',
      text,
      days: ['workday', 'fair'],
      seasons: ['summer'],
      from: '08:00',
      to: '12:00',
      charge: { ...units(30, 200), partialUnit: { kind: 'proRata', stepMinutes: 5, rounding: 'nearest' } },
    },
    { name: 'noon', from: '12:00', to: '13:00', charge: { kind: 'free', advancesTiers: true } },
    {
      name: 'afternoon',
      from: '13:00',
      to: '18:00',
      charge: { kind: 'flat', amountFen: 300, per: 'calendarDay', afterMinutes: 10 },
    },
    {
      name: 'night',
      from: '18:00',
      to: '24:00',
      charge: {
        kind: 'ladder',
        steps: [
          { untilMinutes: 60, amountFen: 100 },
          { untilMinutes: 120, amountFen: 150 },
        ],
        then: { unitMinutes: 60, unitPriceFen: 50 },
      },
    },
  ],
  opening: { minutes: 60, amountFen: 500, per: 'window' },
  event: [
    {
      startsFrom: '09:00',
      startsTo: '17:00',
      from: '10:00',
      to: '18:00',
      days: ['weekend'],
      seasons: ['summer'],
      charge: { kind: 'free' },
    },
    {
      beforeStartMinutes: 60,
      afterMinutes: 30,
      after: 'start',
      bands: ['morning', 'afternoon'],
      charge: { kind: 'flat', amountFen: 1000, per: 'stay' },
      text,
    },
  ],
  caps: [
    { per: 'window', amountFen: [6000, 8000] },
    {
      per: 'calendarDay',
      amountFen: 5000,
      bands: ['morning'],
      days: ['workday'],
      seasons: ['summer'],
      acrossStays: true,
    },
  ],
  jumps: [
    {
      per: 'calendarDay',
      overMinutes: 360,
      counts: 'elapsed',
      amountFen: 9000,
      days: ['weekend'],
      seasons: ['winter'],
    },
  ],
  perBay: true,
  minimumFen: 100,
  rounding: { toFen: 10, mode: 'up' },
  maximumStayMinutes: 600,
  entryVariants: [
    {
      from: '22:00',
      to: '06:00',
      days: ['workday'],
      seasons: ['winter'],
      changes: { caps: null, opening: null, minimumFen: 50 },
    },
  ],
};

export const wholeTariff = {
  schemaVersion: 1,
  name: text,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  calendar: {
    $schema: 'calendar.schema.json',
    version: '2026',
    zone: 'Asia/Shanghai',
    days: { '2026-09-20': 'workday', '2026-10-01': 'longHoliday' },
    ownDays: { '2026-03-11': 'fair' },
    names: { '2026-10-01': '国庆节' },
  },
  holidays: 'observed',
  ownDays: ['fair'],
  seasons: [
    { name: 'summer', text, from: '05-01', to: '10-31' },
    { name: 'winter', from: '11-01', to: '04-30' },
  ],
  nonMonotone: { reason: 'an example of every member' },
  rules: {
    small: charged,
    large: { kind: 'sameAs', vehicleClass: 'small', percent: 200, percentRounding: 'down' },
    coach: {
      kind: 'sameAs',
      vehicleClass: 'small',
      changes: { free: null, perBay: null, tierClock: null, minimumFen: 200 },
    },
    police: { kind: 'noCharge', text },
  },
};
