// What a person reads when the city is up: where things are, who may sign in, and three things to try.
import { type DemoCity, type DemoPerson } from './demo-record.ts';
import { type City } from './start.ts';

const line = (name: string, value: string): string => `  ${name.padEnd(18)} ${value}`;

const addresses = ({ addresses: at, demo }: City): string[] => [
  line('API and its docs', `${at.apiUrl}/docs`),
  ...(demo === undefined ? [] : [line('Public board', `${at.apiUrl}/v1/boards?companyId=${demo.company.id}`)]),
  ...(at.temporalUiUrl === ''
    ? []
    : [line('Temporal UI', `${at.temporalUiUrl}/namespaces/${at.temporalNamespace}/workflows`)]),
  line('Device bridge', `${at.bridgeUrl}/readyz`),
  line('Payment sandbox', `${at.sandboxUrl}/livez`),
  line('MQTT broker', at.mqttUrl),
];

const login = ({ login: name, password, displayName, deviceId }: DemoPerson): string =>
  `${line(name, password)}  ${displayName}${deviceId === undefined ? '' : ` (handheld ${deviceId})`}`;

const logins = ({ people }: DemoCity): string[] =>
  Object.entries(people)
    .filter(([role]) => role !== 'driver-desk')
    .map(([, person]) => login(person));

/** Commands for any shell with curl and Node; each works as it is printed. */
const tries = ({ addresses: { apiUrl, temporalUiUrl, temporalNamespace } }: City, demo: DemoCity): string[] => {
  const { administrator } = demo.people;
  const credentials = JSON.stringify({ login: administrator.login, password: administrator.password });
  return [
    '1. Free places, live, as everybody sees them (Ctrl-C ends it):',
    `   curl -N "${apiUrl}/v1/boards/events?companyId=${demo.company.id}"`,
    '2. Sign in, and list the newest parking sessions:',
    `   TOKEN=$(curl -s ${apiUrl}/v1/staff/sign-in -H 'content-type: application/json' \\`,
    `     -d '${credentials}' | node -p 'JSON.parse(fs.readFileSync(0)).accessToken')`,
    `   curl -s "${apiUrl}/v1/parking-sessions?limit=3" -H "authorization: Bearer $TOKEN"`,
    '3. Drive one car through the gate of West Station, and follow it into its workflow history:',
    '   npm run --silent walkthrough',
    ...(temporalUiUrl === '' ? [] : [`   (all of them: ${temporalUiUrl}/namespaces/${temporalNamespace}/workflows)`]),
  ];
};

export const guideOf = (city: City, seconds: string): string =>
  [
    '',
    `The city is up (${seconds} s). Everything listens on this machine only.`,
    '',
    ...addresses(city),
    ...(city.demo === undefined
      ? []
      : ['', 'Sign in as (kept in demo.json, in the folder of the city):', ...logins(city.demo)]),
    ...(city.demo === undefined ? [] : ['', 'Three things to try:', ...tries(city, city.demo)]),
    '',
    'Ctrl-C stops everything; the next start finds it again. "npm start -- --reset" begins anew.',
    '',
    '',
  ].join('\n');
